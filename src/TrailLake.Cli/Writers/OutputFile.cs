using System.Text;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Errors;
using TrailLake.Paths;

namespace TrailLake.Cli.Writers;

/// <summary>Writes files of output whole or not at all.</summary>
static class OutputFile
{
    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes to the terminal, or whole into a file, which is then a terminal that is none.</summary>
    public static void WriteTo(OutputTarget target, Terminal terminal, Action<Terminal> write)
    {
        if (target.Path is null)
        {
            write(terminal);
        }
        else
        {
            // The terminal is not disposed: that would dispose the file, which its owner does.
            Write(target.Path, target.Mode, output => write(new Terminal(terminal.In, output, terminal.Error)));
        }
    }

    /// <summary>Writes a file whole or not at all: under another name first, then renamed.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="mode">Mode that is asked for; null for none.</param>
    /// <param name="write">Writes the text.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Write(string path, UnixFileMode? mode, Action<TextWriter> write) => WriteBytes(path, mode, stream =>
    {
        using var output = new StreamWriter(stream, s_utf8, leaveOpen: true);
        write(output);
    });

    /// <summary>As <see cref="Write"/>, byte by byte.</summary>
    public static void WriteBytes(string path, UnixFileMode? mode, Action<Stream> write)
    {
        var partial = path + ".partial";
        UnfinishedFiles.Add(partial);
        try
        {
            using (var stream = Create(path, partial, mode))
            {
                write(stream);
            }

            Move(partial, path);
        }
        finally
        {
            Remove(partial);
        }
    }

    /// <summary>Has the engine write a file of Parquet; that it cannot be written is told as for any other.</summary>
    public static long WriteParquet(string path, Func<long> write)
    {
        try
        {
            return write();
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Storage)
        {
            throw new OutputException(e.Message, e);
        }
    }

    static OutputStream Create(string path, string partial, UnixFileMode? mode)
    {
        try
        {
            return new OutputStream(PrivateFile.Create(partial, PrivateFile.ModeOf(path, mode)), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.Of(path, e);
        }
    }

    static void Move(string partial, string path)
    {
        try
        {
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.Of(path, e);
        }
    }

    static void Remove(string partial)
    {
        try
        {
            PrivateFile.Delete(partial);
            UnfinishedFiles.Remove(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It hides nothing: the answer was written, or its loss is being told.
        }
    }
}
