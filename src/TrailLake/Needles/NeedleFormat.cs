using System;
using System.Text;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>
/// Names and framing of index files. A file covers the data files of a batch, or of several after a merge:
/// <code>
/// TLNEEDL4   sections…   directory: one entry for each data file   length | checksum of the directory | TLNEEDL4
/// 8 bytes                                                          8        8                           8
/// </code>
/// </summary>
static class NeedleFormat
{
    /// <summary>Folder of the index, in the events table. Readers of Delta tables pass over names that begin with an underscore.</summary>
    public const string Folder = "_needles";

    public const string Extension = ".needles";

    public const string TemporaryStart = "needles-";

    /// <summary>Bytes behind the directory.</summary>
    public const int FooterLength = 24;

    /// <summary>Begins and ends a file; its last character is the version of the format, of the terms and of their hashes.</summary>
    public static ReadOnlySpan<byte> Magic => "TLNEEDL4"u8;

    /// <summary>Name of an index file; ids that are given later sort later.</summary>
    public static string Name(string id) => id + Extension;

    /// <summary>Its name while it is being written.</summary>
    public static string TemporaryName(string id) => TemporaryStart + id + ".tmp";

    /// <summary>What stands for a data file.</summary>
    /// <param name="path">Path in the events table, with forward slashes.</param>
    public static ulong PathHash(string path) => ByteHash.Compute(Encoding.UTF8.GetBytes(path));

    /// <summary>What the checksums of a data file's section are mixed with.</summary>
    /// <param name="rowGroup">Which section of the file, from 0.</param>
    public static ulong Salt(ulong pathHash, int rowGroup) => pathHash + ((ulong)(uint)rowGroup << 32);
}
