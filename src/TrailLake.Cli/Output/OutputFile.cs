using System;
using System.IO;
using System.Text;
using TrailLake.Errors;

namespace TrailLake.Cli.Output;

static class OutputFile
{
    /// <summary>Writes to the terminal, or whole into a file, which is then a terminal that is none.</summary>
    /// <param name="path">Full path of the file; null for the terminal.</param>
    public static void WriteTo(string? path, Terminal terminal, Action<Terminal> write)
    {
        if (path is null)
        {
            write(terminal);
            return;
        }

        Write(path, output =>
        {
            // Not disposed: that would dispose the file, which its owner does.
            write(new Terminal(terminal.In, output, terminal.Error));
            return 0;
        });
    }

    /// <summary>Writes a file whole or not at all: under another name first, then renamed.</summary>
    public static T Write<T>(string path, Func<TextWriter, T> write)
    {
        var partial = path + ".partial";
        try
        {
            T result;
            using (var output = new StreamWriter(partial, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                result = write(output);
            }

            File.Move(partial, path, overwrite: true);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrailLakeException(ErrorKind.Storage, $"cannot write {path}: {e.Message.ReplaceLineEndings(" ")}", path, e);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }
}
