using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Storage;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.TableFunction;

/// <summary>
/// The table function of a session that gives the rows of a search: those in which the bytes of what is looked for stand, read page by
/// page. What they mean is decided by the SQL around it. It has the columns of <c>events_files</c>.
/// </summary>
sealed unsafe class RowTableFunction(IRowSource source)
{
    /// <summary>Its name; its one argument is the number of a search.</summary>
    const string Name = "traillake_rows";

    // Reading a footer takes some 50 µs.
    const int FilesPerThread = 16;

    readonly List<RowSearch> _searches = [];
    RowStatement _statement = new(StructMembers.All, CancellationToken.None);

    /// <summary>Takes the statement that is prepared next: DuckDB does not tell <see cref="Bind(nint)"/> which it binds.</summary>
    public void BindFor(RowStatement statement) => _statement = statement;

    /// <summary>Takes a search; returns text for FROM that gives its rows.</summary>
    public string Add(RowSearch search)
    {
        _searches.Add(search);
        return string.Create(CultureInfo.InvariantCulture, $"{Name}({_searches.Count - 1})");
    }

    /// <summary>Parts files into those whose rows can be read, and others.</summary>
    public (List<(LakeFile File, IRowFile Rows)> Readable, List<LakeFile> Others) Open(IReadOnlyList<LakeFile> files)
    {
        var opened = new IRowFile?[files.Count];
        FileGroups.ForEach(
            files, FilesPerThread, i => opened[i] = source.TryOpen(files[i].Source?.File ?? FolderStorage.FileAt(files[i].Path)));
        return (
            [.. files.Select((file, i) => (File: file, Rows: opened[i])).Where(file => file.Rows is not null).Select(
                file => (file.File, file.Rows!))],
            [.. files.Where((_, i) => opened[i] is null)]);
    }

    /// <summary>Makes the function known to a connection, which keeps this object until it is closed.</summary>
    public void Register(nint connection)
    {
        var function = DuckDBTableFunctions.Create();
        var parameter = RowTableColumns.CreateParameter();
        try
        {
            DuckDBTableFunctions.SetName(function, Name);
            DuckDBTableFunctions.AddParameter(function, parameter);
            DuckDBTableFunctions.SetExtraInfo(function, Handle(this), &Free);
            DuckDBTableFunctions.SetBind(function, &Bind);
            DuckDBTableFunctions.SetInit(function, &Init);
            DuckDBTableFunctions.SetLocalInit(function, &LocalInit);
            DuckDBTableFunctions.SetFunction(function, &Run);
            DuckDBTableFunctions.SupportProjection(function, true);
            if (DuckDBTableFunctions.Register(connection, function) != 0)
            {
                throw new InvalidOperationException($"DuckDB did not take the table function {Name}.");
            }
        }
        finally
        {
            DuckDBTableFunctions.DestroyType(ref parameter);
            DuckDBTableFunctions.Destroy(ref function);
        }
    }

    // Exceptions must not cross into DuckDB: each call gives it a message instead.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Bind(nint info)
    {
        try
        {
            var function = Target<RowTableFunction>(DuckDBTableFunctions.BindExtraInfo(info));
            var parameter = DuckDBTableFunctions.BindParameter(info, 0);
            var number = DuckDBTableFunctions.Int64(parameter);
            DuckDBTableFunctions.DestroyValue(ref parameter);
            if (number < 0 || number >= function._searches.Count)
            {
                DuckDBTableFunctions.SetBindError(info, $"{Name} has no search of that number");
                return;
            }

            RowTableColumns.AddTo(info);
            DuckDBTableFunctions.SetBindData(info, Handle(function.Bind(function._searches[(int)number])), &Free);
        }
        catch (Exception e)
        {
            DuckDBTableFunctions.SetBindError(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Init(nint info)
    {
        try
        {
            var bound = Target<BoundSearch>(DuckDBTableFunctions.InitBindData(info));
            var columns = new ulong[(int)DuckDBTableFunctions.ColumnCount(info)];
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = DuckDBTableFunctions.ColumnIndex(info, (ulong)i);
            }

            var scan = new RowScan(bound.Search, columns, bound.Statement);
            DuckDBTableFunctions.SetMaxThreads(info, (ulong)Math.Clamp(scan.RowGroups, 1, Environment.ProcessorCount));
            DuckDBTableFunctions.SetInitData(info, Handle((scan, bound.Source)), &Free);
        }
        catch (Exception e)
        {
            DuckDBTableFunctions.SetInitError(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void LocalInit(nint info)
    {
        // The thread's part is made with its first chunk: only there is the scan known.
        DuckDBTableFunctions.SetInitData(info, Handle(new StrongBox<RowScanWorker?>()), &FreeWorker);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Run(nint info, nint chunk)
    {
        try
        {
            var worker = Target<StrongBox<RowScanWorker?>>(DuckDBTableFunctions.LocalInitData(info));
            if (worker.Value is null)
            {
                var (scan, source) = Target<(RowScan, IRowSource)>(DuckDBTableFunctions.InitData(info));
                worker.Value = new RowScanWorker(scan, source.CreateReader());
            }

            worker.Value.Fill(chunk);
        }
        catch (Exception e)
        {
            DuckDBTableFunctions.SetError(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FreeWorker(nint handle)
    {
        Target<StrongBox<RowScanWorker?>>(handle).Value?.Dispose();
        GCHandle.FromIntPtr(handle).Free();
    }

    static nint Handle(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    static T Target<T>(nint handle) => (T)GCHandle.FromIntPtr(handle).Target!;

    BoundSearch Bind(RowSearch search)
    {
        var members = _statement.Members.ToArray();
        foreach (var column in search.Columns)
        {
            members[(int)column] = true;
        }

        return new BoundSearch(search, _statement with { Members = members }, source);
    }

    sealed record BoundSearch(RowSearch Search, RowStatement Statement, IRowSource Source);
}
