using System;
using System.IO;
using System.Text;
using TrailLake.Cli.Options;
using TrailLake.Errors;
using TrailLake.Files;

namespace TrailLake.Cli.Output;

static class OutputFile
{
    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes to the terminal, or whole into a file, which is then a terminal that is none.</summary>
    public static void WriteTo(OutputTarget target, Terminal terminal, Action<Terminal> write)
    {
        if (target.Path is null)
        {
            write(terminal);
            return;
        }

        Write(target, output =>
        {
            // Not disposed: that would dispose the file, which its owner does.
            write(new Terminal(terminal.In, output, terminal.Error));
            return 0;
        });
    }

    /// <summary>Writes the target's file whole or not at all.</summary>
    public static T Write<T>(OutputTarget target, Func<TextWriter, T> write) => Write(target.Path!, target.Mode, write);

    /// <summary>Writes a file whole or not at all: under another name first, then renamed.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="mode">Mode that is asked for; null for none.</param>
    /// <param name="write">Writes the text.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static T Write<T>(string path, UnixFileMode? mode, Func<TextWriter, T> write) => WriteBytes(path, mode, stream =>
    {
        using var output = new StreamWriter(stream, s_utf8, leaveOpen: true);
        return write(output);
    });

    /// <summary>As <see cref="Write{T}(string, UnixFileMode?, Func{TextWriter, T})"/>, byte by byte.</summary>
    public static T WriteBytes<T>(string path, UnixFileMode? mode, Func<Stream, T> write)
    {
        var partial = path + ".partial";
        UnfinishedFiles.Add(partial);
        try
        {
            T result;
            using (var stream = Create(path, partial, mode))
            {
                result = write(stream);
            }

            Move(partial, path);
            return result;
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
