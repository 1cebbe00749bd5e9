using TrailLake.Answers.Evidence;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Errors;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Schema;
using TrailLake.Store;

namespace TrailLake.Cli.Answers;

/// <summary>
/// Checks a manifest: asks its question again of the same version of the lake, and looks its source objects up in the ledger. The manifest
/// may come from anybody: only verbs that answer are run, and they write nowhere but to a folder of their own.
/// </summary>
/// <param name="lake">Full path of the lake's folder.</param>
/// <param name="run">Runs the command on a version of the lake.</param>
sealed class EvidenceCheck(EvidenceManifest manifest, string lake, CommandRunner run, CancellationToken cancellation)
{
    static readonly HashSet<string> s_verbs = ["ask", "query", "timeline", "trace", "who", "lookup", "chart", "show", "coverage"];

    readonly List<string> _differences = [];

    /// <summary>Source objects that were not checked against digests when the manifest was written, and are valid now.</summary>
    public int VerifiedSince { get; private set; }

    /// <summary>What differs; nothing when the answer stands.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be opened, or the manifest asks for more than an answer.</exception>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var words = manifest.Question.Arguments;
        if (words.Count == 0 || !s_verbs.Contains(words[0]) || words.Any(AnswerArguments.IsDropped))
        {
            var verbs = string.Join(", ", s_verbs);
            throw UsageError.Of($"the manifest's question is '{string.Join(' ', words)}', expected one of the commands {verbs}");
        }

        var store = Lake.Open(lake).Store;
        if (Snapshot(store) is { } snapshot)
        {
            var files = LakeFiles.Of(lake, snapshot);
            if (EvidenceLake.Of(files, snapshot.Version).BatchesSha256 != manifest.Lake.BatchesSha256)
            {
                _differences.Add(
                    $"version {manifest.Lake.Version} of {lake} was made of other batches: it is not the lake that was asked");
            }

            CompareObjects(files);
            await AskAgainAsync().ConfigureAwait(false);
        }
        else
        {
            _differences.Add($"the lake no longer has version {manifest.Lake.Version}: the question could not be asked again");
            CompareObjects(LakeFiles.Of(lake, store.Snapshot()));
        }

        return _differences;
    }

    LakeSnapshot? Snapshot(LakeStore store)
    {
        try
        {
            return store.Snapshot(manifest.Lake.Version);
        }
        catch (TrailLakeException)
        {
            return null;
        }
    }

    void CompareObjects(LakeFiles files)
    {
        using var session = SqlSession.Open(files);
        var known = SourceObjects.ByUri(session, [.. manifest.Sources.Select(source => source.Uri)], cancellation)
            .ToDictionary(row => (row.Uri, row.ETag));
        foreach (var source in manifest.Sources)
        {
            if (!known.TryGetValue((source.Uri, source.ETag), out var row))
            {
                _differences.Add($"{source.Uri} with the ETag {source.ETag} is not in the ledger");
            }
            else if ((row.Sha256, row.ContentSha256) != (source.Sha256, source.ContentSha256))
            {
                _differences.Add(
                    $"{source.Uri}: the SHA-256 in the ledger is {row.Sha256 ?? "missing"}, in the manifest {source.Sha256 ?? "missing"}");
            }
            else if (row.Verified == "valid" && source.Verified is null)
            {
                VerifiedSince++;
            }
            else if (row.Verified != source.Verified)
            {
                _differences.Add(
                    $"{source.Uri}: verified is {row.Verified ?? "missing"} in the ledger, {source.Verified ?? "missing"} in the manifest");
            }
        }
    }

    async Task AskAgainAsync()
    {
        var expected = manifest.Output;
        var folder = Directory.CreateTempSubdirectory("traillake-evidence-").FullName;
        try
        {
            var file = expected.File is null ? null : Path.Combine(folder, "answer" + Path.GetExtension(expected.File));
            using var hash = new OutputHash();
            using var words = new StringWriter();
            using var output = new HashingWriter(TextWriter.Null, hash);
            using var input = new StringReader(manifest.Question.Input ?? "");
            var terminal = new Terminal(
                input, output, words, expected.Width is not null, width: expected.Width ?? 80, colour: expected.Colour);
            var exitCode = await run(Arguments(file), terminal, manifest.Lake.Version, cancellation).ConfigureAwait(false);
            await output.FlushAsync(cancellation).ConfigureAwait(false);
            if (exitCode == ExitCode.Failed || exitCode == ExitCode.Interrupted)
            {
                _differences.Add("the question could not be asked again: " + words.ToString().Trim());
                return;
            }

            using var written = file is null ? null : OutputHash.OfFile(file);
            Compare(written ?? hash, (int)exitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    void Compare(OutputHash found, int exitCode)
    {
        var expected = manifest.Output;
        if (exitCode != expected.ExitCode)
        {
            _differences.Add($"the exit code is {exitCode}, in the manifest {expected.ExitCode}");
        }

        // Rows that the SQL does not order come in any order; the same lines are the same answer.
        if (found.Sha256 != expected.Sha256 && (found.Bytes, found.LinesSha256) != (expected.Bytes, expected.LinesSha256))
        {
            _differences.Add($"the answer is {found.Bytes:N0} bytes with SHA-256 {found.Sha256}, "
                + $"in the manifest {expected.Bytes:N0} bytes with {expected.Sha256}{OtherTool()}");
        }
    }

    string OtherTool() => manifest.Tool == "TrailLake " + ProductVersion.Text
        ? ""
        : $" (it was written by {manifest.Tool}, this is TrailLake {ProductVersion.Text})";

    string[] Arguments(string? file)
    {
        var question = manifest.Question;
        return
        [
            question.Arguments[0],
            "--lake",
            lake,
            .. question.From is { } from ? ["--from", Time(from)] : Array.Empty<string>(),
            .. question.To is { } to ? ["--to", Time(to)] : Array.Empty<string>(),
            .. file is not null ? ["--output", file] : Array.Empty<string>(),
            .. question.Arguments.Skip(1),
        ];
    }

    static string Time(DateTime utc) => utc.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'");
}
