using System.IO.Compression;
using TrailLake.Generator.Planning;
using TrailLake.Generator.Population;
using TrailLake.Generator.Records;
using TrailLake.Generator.Shapes;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Archives;

/// <summary>Writes the objects that one worker is given. Nothing but buffers is carried from one object to the next.</summary>
sealed class ArchiveObjectWriter
{
    const int FlushSize = 256 * 1024;
    const int HabitPercent = 85;

    // Calls come in bursts: with 60 % of them by the caller of the one before, an event takes 190 bytes of gzip as in real archives.
    const int BurstPercent = 60;

    readonly GeneratorOptions _options;
    readonly Organization _organization;
    readonly CallCatalogue _catalogue;
    readonly RecordCounts _tally;
    readonly ActorFactory _actors;
    readonly Utf8Writer _json = new(FlushSize + (64 * 1024));
    readonly TemplateWriter _filler;
    readonly RecordWriter _records;
    readonly RecordCounts _uncounted;
    readonly RecordWriter _recordsAgain;
    readonly MemoryStream _compressed = new();
    readonly ZLibCompressionOptions _compression;
    readonly ulong _seed;
    readonly long _firstDay;
    Actor? _actor;
    string _lastFolder = "";

    public ArchiveObjectWriter(GeneratorOptions options, Organization organization, CallCatalogue catalogue, RecordCounts tally)
    {
        _options = options;
        _organization = organization;
        _catalogue = catalogue;
        _tally = tally;
        _seed = SplitMix64.Mix(options.Seed, 7);
        _actors = new ActorFactory(organization, catalogue, _seed);
        _filler = new TemplateWriter(_json);
        _records = new RecordWriter(_filler, tally);

        // What further trails deliver is counted once.
        _uncounted = new RecordCounts(tally.ByShape.Length, tally.ByAccount.Length, tally.ByDay.Length - 2);
        _recordsAgain = new RecordWriter(_filler, _uncounted);
        _compression = new ZLibCompressionOptions { CompressionLevel = options.CompressionLevel };
        _firstDay = (options.FirstDay.DayNumber - 1 - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400L;
    }

    public void Write(in PlannedObject planned)
    {
        var jsonBytes = WriteRecords(in planned, _records, _tally, planned.Events, "", 0);
        var random = new SplitMix64(SplitMix64.Mix(_seed, 8, (ulong)planned.Number));
        Save("", in planned, random.Next(), jsonBytes);
        _tally.Events += planned.Events;
        _tally.ByAccount[planned.Account] += planned.Events;
        if (random.NextDouble() < _options.DuplicateFraction)
        {
            Save(ArchiveKeys.SecondTrail, in planned, random.Next(), jsonBytes);
            _tally.DuplicateEvents += planned.Events;
        }

        for (var trail = 2; trail <= _options.Trails; trail++)
        {
            WriteAgain(in planned, trail);
        }
    }

    void WriteAgain(in PlannedObject planned, int trail)
    {
        // Each trail collects for itself: what one delivers in an object, the other cuts elsewhere.
        var random = new SplitMix64(SplitMix64.Mix(_seed, 10 + (ulong)trail, (ulong)planned.Number));
        var cut = planned.Events < 2 ? planned.Events : 1 + random.Below(planned.Events - 1);
        var prefix = ArchiveKeys.FurtherTrail(trail);
        var jsonBytes = WriteRecords(in planned, _recordsAgain, _uncounted, cut, prefix, random.Next());
        Save(prefix, in planned, random.Next(), jsonBytes);
        _tally.DuplicateEvents += planned.Events;
    }

    /// <summary>Writes the planned records; those before the cut are saved as an object of their own, when any follow.</summary>
    long WriteRecords(in PlannedObject planned, RecordWriter records, RecordCounts tally, int cut, string prefix, ulong keySeed)
    {
        var account = _organization.Accounts[planned.Account];
        var region = _organization.Regions[planned.Region];
        _filler.Account = account;
        _filler.Region = region;
        _filler.Random = new SplitMix64(SplitMix64.Mix(_seed, 9, (ulong)planned.Number));
        _actor = null;
        var sessions = _actors.StartObject(in planned);
        var issues = planned.IsFirstOfEpoch ? sessions.Length : 0;
        var issued = 0;
        long jsonBytes = 0;
        var gzip = Begin();
        for (var i = 0; i < planned.Events; i++)
        {
            if (i == cut)
            {
                Save(prefix, in planned, keySeed, jsonBytes + End(gzip));
                jsonBytes = 0;
                gzip = Begin();
            }
            else if (i > 0)
            {
                _json.Append(","u8);
            }

            // The issuing calls stand anywhere in the object, evenly spread: real objects are not sorted by time.
            if (issued < issues && i == (long)issued * planned.Events / issues)
            {
                WriteIssue(sessions[issued++], records);
            }
            else
            {
                WriteCall(in planned, region, records);
            }

            tally.ByDay[(int)((_filler.Time - _firstDay) / 86_400)]++;
            if (_json.Length >= FlushSize)
            {
                jsonBytes += Flush(gzip);
            }
        }

        return jsonBytes + End(gzip);
    }

    GZipStream Begin()
    {
        _compressed.SetLength(0);
        _json.Append("{\"Records\":["u8);
        return new GZipStream(_compressed, _compression, leaveOpen: true);
    }

    int End(GZipStream gzip)
    {
        using (gzip)
        {
            _json.Append("]}"u8);
            return Flush(gzip);
        }
    }

    void WriteIssue(Session session, RecordWriter records)
    {
        _filler.Issued = session;
        _filler.Time = session.Created;
        records.Write(_actors.Issuer(session), _catalogue.Issue(session.Role.TakenBy));
    }

    void WriteCall(in PlannedObject planned, Region region, RecordWriter records)
    {
        ref var random = ref _filler.Random;
        var actor = _actor is not null && random.Below(100) < BurstPercent
            ? _actor
            : _actors.Pick(ActorShares.Pick(random.Below(10_000)), ref random);
        if (actor.Habits.Length == 0)
        {
            // A kind that calls global services only, in a region that has none.
            actor = _actors.Pick(0, ref random);
        }

        _actor = actor;

        var general = random.Below(100) >= HabitPercent && actor.Kind != ActorKinds.Event
            ? _catalogue.Pick(System.Numerics.BitOperations.TrailingZeroCount((int)actor.Kind), region.TakesGlobalServices, ref random)
            : null;
        _filler.Time = Math.Max(actor.Earliest, planned.Delivered - SessionFactory.Oldest + random.Below(SessionFactory.Oldest - 60));
        records.Write(actor, general ?? random.Skewed(actor.Habits));
    }

    int Flush(GZipStream gzip)
    {
        gzip.Write(_json.Written);
        var length = _json.Length;
        _json.Clear();
        return length;
    }

    void Save(string prefix, in PlannedObject planned, ulong keySeed, long jsonBytes)
    {
        var account = _organization.Accounts[planned.Account].Id;
        var region = _organization.Regions[planned.Region].Name;
        var path = Path.Combine(_options.OutputFolder, ArchiveKeys.Make(prefix, account, region, planned.Delivered, keySeed));
        var folder = Path.GetDirectoryName(path)!;
        if (folder != _lastFolder)
        {
            Directory.CreateDirectory(folder);
            _lastFolder = folder;
        }

        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, _compressed.GetBuffer().AsSpan(0, (int)_compressed.Length), 0);
        _tally.Objects++;
        _tally.JsonBytes += jsonBytes;
        _tally.GzipBytes += _compressed.Length;
    }
}
