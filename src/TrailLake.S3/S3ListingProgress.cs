namespace TrailLake.S3;

/// <summary>Watches that the pages of a listing lead on: a server may name the same page for ever, or empty pages without end.</summary>
sealed class S3ListingProgress
{
    // S3 itself gives empty pages where it passes over many deleted versions; these many in a row are none of its.
    const int MostIdlePages = 1000;

    string _last = "";
    int _idle;

    // Brent's way of finding a circle: one token is remembered, twice as long each time.
    string? _remembered;
    int _since;
    int _span = 1;

    /// <exception cref="S3ProtocolException">The listing does not lead on.</exception>
    public void Take(in S3ListingPage page)
    {
        if (page.Next is null)
        {
            return;
        }

        if (page.Next == _remembered)
        {
            throw new S3ProtocolException("the listing goes in a circle: the server gave the same continuation token again; "
                + "check the endpoint, or give a narrower prefix");
        }

        if (++_since >= _span)
        {
            _remembered = page.Next;
            _since = 0;
            _span = _span < 1 << 28 ? _span * 2 : _span;
        }

        _idle = page.Last is { } last && S3Key.Compare(last, _last) > 0 ? 0 : _idle + 1;
        if (_idle == 0)
        {
            _last = page.Last!;
        }
        else if (_idle >= MostIdlePages)
        {
            throw new S3ProtocolException($"the listing does not lead on: {MostIdlePages:N0} pages in a row named no key beyond those "
                + "before; check the endpoint, or give a narrower prefix");
        }
    }
}
