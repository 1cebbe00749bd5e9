using System.Collections.Immutable;
using TrailLake.Errors;
using TrailLake.Paths;
using TrailLake.Query.Entities;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Questions;

/// <summary>The questions that can be asked: those that are built in, and those of a folder.</summary>
sealed class QuestionCatalog
{
    const int MostBytes = 1 << 20;

    QuestionCatalog(ImmutableArray<Question> questions)
    {
        Questions = questions;
    }

    /// <summary>The questions, by theme and name.</summary>
    public ImmutableArray<Question> Questions { get; }

    /// <summary>Reads the questions.</summary>
    /// <param name="folder">A folder with files <c>name.sql</c>, each a question or in the place of a built-in one; or null.</param>
    /// <exception cref="TrailLakeException">The folder or a file cannot be read, or a header is wrong.</exception>
    public static QuestionCatalog Load(string? folder = null)
    {
        var library = typeof(QuestionCatalog).Assembly;
        var questions = library.GetManifestResourceNames().ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => QuestionParser.Parse(Path.GetFileNameWithoutExtension(file), EmbeddedSql.Read(library, file), file));
        foreach (var (name, text, path) in folder is null ? [] : ReadFolder(folder))
        {
            questions[name] = QuestionParser.Parse(name, text, path);
        }

        return new QuestionCatalog([.. questions.Values
            .OrderBy(question => question.Theme, StringComparer.Ordinal).ThenBy(question => question.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The question of that name; null when there is none.</summary>
    public Question? Find(string name) =>
        Questions.FirstOrDefault(question => question.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The question of that name.</summary>
    /// <exception cref="TrailLakeException">There is none.</exception>
    public Question Get(string name) => Find(name) ?? throw new TrailLakeException(
        ErrorKind.Usage,
        $"there is no question '{TerminalText.Escape(name)}'"
            + (NameDistance.Nearest(name, Questions.Select(question => question.Name)) is { } near ? $"; did you mean {near}?" : ""),
        name);

    static List<(string Name, string Text, string Path)> ReadFolder(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal)
                .Select(path => (Path.GetFileNameWithoutExtension(path), ReadText(path), path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrailLakeException(
                ErrorKind.Usage, $"the questions of {folder} cannot be read: {e.Message.ReplaceLineEndings(" ")}", folder, e);
        }
    }

    static string ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(RegularFile.ReadAllBytes(path, MostBytes)));
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path.GetFileName(path)}: {e.Message}", e);
        }
    }
}
