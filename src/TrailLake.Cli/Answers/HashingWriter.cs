using System.Text;

namespace TrailLake.Cli.Answers;

/// <summary>Writes to an output and hashes the same text as the UTF-8 that it becomes there.</summary>
sealed class HashingWriter : TextWriter
{
    readonly TextWriter _output;
    readonly StreamWriter _hashed;

    /// <param name="output">Not owned.</param>
    /// <param name="hash">Not owned.</param>
    public HashingWriter(TextWriter output, OutputHash hash)
    {
        _output = output;
        _hashed = new StreamWriter(hash, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 4096, leaveOpen: true);
        CoreNewLine = output.NewLine.ToCharArray();
    }

    public override Encoding Encoding => _hashed.Encoding;

    public override void Write(char value)
    {
        _output.Write(value);
        _hashed.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        _output.Write(buffer, index, count);
        _hashed.Write(buffer, index, count);
    }

    public override void Write(string? value)
    {
        _output.Write(value);
        _hashed.Write(value);
    }

    public override void Flush()
    {
        _output.Flush();
        _hashed.Flush();
    }

    public override Task FlushAsync() => FlushAsync(CancellationToken.None);

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _hashed.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hashed.Dispose();
        }

        base.Dispose(disposing);
    }
}
