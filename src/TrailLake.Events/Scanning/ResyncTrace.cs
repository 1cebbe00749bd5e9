namespace TrailLake.Scanning;

/// <summary>The text before the place that a resync has come to: its brackets, and the last bytes that are not blank.</summary>
/// <param name="countsBrackets">Whether what was lost begins with a bracket, so that another one may close it.</param>
struct ResyncTrace(bool countsBrackets)
{
    int _depth;
    bool _inString;
    bool _isEscaped;

    /// <summary>Whether the bracket that closes the first one would still be known.</summary>
    public bool CountsBrackets = countsBrackets;

    /// <summary>The last byte that is not blank, 0 at the begin, and the one before it; the places in the content behind each.</summary>
    public byte Last { get; private set; }
    public byte BeforeLast { get; private set; }
    public long LastEnd { get; private set; }
    public long BeforeLastEnd { get; private set; }

    /// <summary>The last byte of all.</summary>
    public byte Previous { get; private set; }

    /// <summary>Passes a byte; true when it closes the bracket that what was lost begins with.</summary>
    public bool Pass(byte b, long offset)
    {
        Previous = b;
        if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            BeforeLast = Last;
            BeforeLastEnd = LastEnd;
            Last = b;
            LastEnd = offset + 1;
        }

        if (!CountsBrackets)
        {
            return false;
        }

        if (_isEscaped)
        {
            _isEscaped = false;
            return false;
        }

        switch (b)
        {
            case (byte)'\\':
                _isEscaped = true;
                return false;
            case (byte)'"':
                _inString = !_inString;
                return false;
            case (byte)'{' or (byte)'[' when !_inString:
                _depth++;
                return false;
            case (byte)'}' or (byte)']' when !_inString:
                return --_depth == 0;
            default:
                return false;
        }
    }
}
