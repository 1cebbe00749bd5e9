using TrailLake.Errors;
using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Bodies;

/// <summary>
/// The contents in which records are looked for: an object's own, or, of a container, that of each member, container in container.
/// The bytes decide what something is, not its name. Reused for one object after the other; not thread-safe.
/// </summary>
/// <param name="formats">The containers that are read; others are named in one reject.</param>
sealed class ContentParts(IReadOnlyList<IContainerFormat> formats) : IDisposable
{
    const int JsonHead = 2;

    // As for the object itself: see ContentStream.
    const int MostInflation = 400;
    const long InflationJudgedFrom = 64 << 20;

    readonly PeekStream _first = new();
    readonly Stack<OpenContainer> _open = new();
    readonly List<IDisposable> _layers = [];
    ContentStream _content = null!;
    long _maxContent;
    long _inflated;
    long _members;
    bool _isBegun;

    /// <summary>Path of the part's member, inner members behind an exclamation mark; null when the object itself is the part.</summary>
    public string? Path { get; private set; }

    /// <summary>The innermost member's name, taken apart; null when there is none.</summary>
    public ArchiveKey? Key { get; private set; }

    /// <summary>The part's content in UTF-8.</summary>
    public Stream Stream { get; private set; } = Stream.Null;

    /// <summary>The damage of the part as a whole: it has no content then.</summary>
    public InvalidDataException? Damage { get; private set; }

    /// <summary>Why the part's member cannot be read at all; null when it can, or was damaged.</summary>
    public string? Problem { get; private set; }

    /// <summary>The name of a form that is not read, and what to do; null when records are looked for.</summary>
    public string? Unknown { get; private set; }

    /// <summary>True when the object is no plain JSON: containers were opened, or at least looked for.</summary>
    public bool IsUnfolded { get; private set; }

    /// <summary>Members that hold no records by their name, such as digest files.</summary>
    public long LeftAlone { get; private set; }

    public void Begin(ContentStream content, long maxContent)
    {
        Close();
        _content = content;
        _maxContent = maxContent;
        _inflated = 0;
        _members = 0;
        LeftAlone = 0;
        _isBegun = false;
        IsUnfolded = false;
    }

    /// <summary>Goes to the next part; false at the end.</summary>
    /// <exception cref="IOException">The object cannot be read, or inflates to more than any log would.</exception>
    public bool Next()
    {
        Path = null;
        Key = null;
        Damage = null;
        Unknown = null;
        Problem = null;
        if (!_isBegun)
        {
            _isBegun = true;
            Stream = _first.Begin(_content);
            if (ContentFormat.IsJson(_first.Peek(JsonHead)))
            {
                return true;
            }

            IsUnfolded = true;
            if (Unfold(_first, 0))
            {
                return true;
            }
        }

        while (_open.TryPeek(out var container))
        {
            if (NextMember(container))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads what stands behind the last member, so that the content's hash is of all of it.</summary>
    public void Drain()
    {
        if (IsUnfolded)
        {
            ReadToEnd(_content);
        }
    }

    static void ReadToEnd(Stream stream)
    {
        var rest = new byte[64 << 10];
        while (stream.Read(rest) > 0)
        {
        }
    }

    /// <summary>Counts bytes that were unpacked, in whatever layer.</summary>
    public void CountInflated(int bytes)
    {
        _inflated += bytes;
        if (_inflated > _maxContent || (_inflated > InflationJudgedFrom && _inflated / MostInflation > _content.RawLength))
        {
            throw new GzipBombException(_content.RawLength, _inflated);
        }
    }

    /// <summary>The exception to throw for one that came out of a container.</summary>
    public Exception Translate(Exception e, string form) => e switch
    {
        _ when _content.Failure is { } failure => failure,
        GzipBombException or TemporaryFileException or OutOfMemoryException or OperationCanceledException => e,
        InvalidDataException when IsDamageOfPart(e) => e,
        _ => Damaged(
            $"the {form} is damaged ({TerminalText.Escape(e.Message)}): fetch it anew from where it came, or unpack what it still holds"),
    };

    /// <summary>Whether an exception tells of damage inside the object, of a container or of one of its members.</summary>
    public static bool IsDamageOfPart(Exception e) => e.Data.Contains(nameof(ContentParts));

    public void Dispose() => Close();

    static InvalidDataException Damaged(string message)
    {
        var damage = new InvalidDataException(message);
        damage.Data.Add(nameof(ContentParts), true);
        return damage;
    }

    /// <summary>Goes to the next member of a container; false when there is none, or when it is no part but a container itself.</summary>
    bool NextMember(OpenContainer container)
    {
        ContainerMember? member;
        try
        {
            member = container.Reader.Next();
            if (member is null)
            {
                // What stands behind the last member has the checksum of all.
                ReadToEnd(container.Stored);
            }
        }
        catch (Exception e)
        {
            Path = container.Path;
            CloseInnermost();
            return TakeDamage(e, container.Form);
        }

        CloseLayers(container.Layers);
        if (member is null)
        {
            CloseInnermost();
            return false;
        }

        if (++_members > ContainerLimits.MostMembers)
        {
            throw new GzipBombException(_content.RawLength, ContainerLimits.MostMembers, "members");
        }

        var key = container.Key;
        string? path = container.Path;
        if (member.Name is { } name)
        {
            if (ContainerSystemFiles.IsLitter(name))
            {
                return false;
            }

            path = path is null ? name : $"{path}!{name}";
            key = ArchiveKeyParser.Parse(name);
            if (!key.HoldsRecords)
            {
                LeftAlone++;
                return false;
            }
        }

        Path = path;
        Key = key;
        if (member.Content is null)
        {
            Problem = member.Problem ?? "it cannot be read";
            return true;
        }

        return Unfold(Peekable(new UnpackedStream(this, member.Content, container.Form)), container.Depth);
    }

    /// <summary>Takes the layers off a content; false when it is a container, whose members come next.</summary>
    bool Unfold(PeekStream content, int depth)
    {
        for (; ; depth++)
        {
            Stream = content;
            var head = content.Peek(ContainerLimits.HeadBytes);
            if (ContentFormat.IsJson(head))
            {
                return true;
            }

            if (depth > ContainerLimits.MostLayers)
            {
                Damage = Damaged($"more than {ContainerLimits.MostLayers} containers stand in one another: unpack the outer ones");
                return true;
            }

            if (ContentFormat.IsUtf16(head, out bool isBigEndian))
            {
                content = Peekable(new UnpackedStream(this, new Utf16Stream(content, isBigEndian), "text in UTF-16"));
            }
            else if (ContentFormat.IsGzip(head))
            {
                content = Peekable(new UnpackedStream(this, Owned(new GzipMemberStream(content)), "gzip data"));
            }
            else if (FormatOf(head) is { } format)
            {
                return Open(format, content, depth + 1);
            }
            else
            {
                Unknown = UnsupportedFormat.Of(head);
                return true;
            }
        }
    }

    bool Open(IContainerFormat format, Stream content, int depth)
    {
        int layers = _layers.Count;
        try
        {
            _open.Push(new OpenContainer(format.Open(content), content, format.Name, Path, Key, depth, layers));
            return false;
        }
        catch (Exception e)
        {
            return TakeDamage(e, format.Name);
        }
    }

    bool TakeDamage(Exception e, string form)
    {
        var translated = Translate(e, form);
        Damage = translated as InvalidDataException ?? throw translated;
        return true;
    }

    IContainerFormat? FormatOf(ReadOnlySpan<byte> head)
    {
        foreach (var format in formats)
        {
            if (format.Begins(head))
            {
                return format;
            }
        }

        return null;
    }

    static PeekStream Peekable(Stream stream) => new PeekStream().Begin(stream);

    T Owned<T>(T layer)
        where T : IDisposable
    {
        _layers.Add(layer);
        return layer;
    }

    void Close()
    {
        while (_open.Count > 0)
        {
            CloseInnermost();
        }

        CloseLayers(0);
    }

    void CloseInnermost()
    {
        var container = _open.Pop();
        CloseLayers(container.Layers);
        try
        {
            container.Reader.Dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A reader that goes on reading to close in order meets the damage again that is known.
        }
    }

    void CloseLayers(int kept)
    {
        while (_layers.Count > kept)
        {
            _layers[^1].Dispose();
            _layers.RemoveAt(_layers.Count - 1);
        }
    }

    /// <param name="Layers">Number of layers around it.</param>
    sealed record OpenContainer(IContainerReader Reader, Stream Stored, string Form, string? Path, ArchiveKey? Key, int Depth, int Layers);
}
