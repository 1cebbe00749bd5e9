namespace TrailLake.Ingest.Bodies;

/// <summary>A form in which logs are packed: an archive of several files, or one content compressed otherwise than by gzip.</summary>
interface IContainerFormat
{
    /// <summary>What it is called in messages, for example <c>zip archive</c>.</summary>
    string Name { get; }

    /// <summary>Whether a file that begins with these bytes has this form.</summary>
    /// <param name="head">Up to <see cref="ContainerLimits.HeadBytes"/> first bytes of the file.</param>
    bool Begins(ReadOnlySpan<byte> head);

    /// <summary>Opens a file of this form. It is read once, from its begin; it cannot be sought, and stays the caller's.</summary>
    /// <remarks>What is thrown here or by the reader counts as damage, unless reading <paramref name="stored"/> itself failed.</remarks>
    IContainerReader Open(Stream stored);
}
