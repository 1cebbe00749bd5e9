using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using SharpCompress.Compressors.BZip2;

namespace TrailLake.Tests.Support;

/// <summary>Packs files as people do.</summary>
static class Containers
{
    /// <summary>A zip archive.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] members)
    {
        var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return target.ToArray();
    }

    /// <summary>A tar file.</summary>
    public static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] members)
    {
        var target = new MemoryStream();
        using (var writer = new TarWriter(target, format, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    _ => new V7TarEntry(TarEntryType.V7RegularFile, name),
                };
                entry.DataStream = new MemoryStream(content);
                writer.WriteEntry(entry);
            }
        }

        return target.ToArray();
    }

    /// <summary>One frame of zstd.</summary>
    public static byte[] Zstd(byte[] content)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(content).ToArray();
    }

    /// <summary>One stream of bzip2.</summary>
    public static byte[] BZip2(byte[] content)
    {
        var target = new MemoryStream();
        using (var stream = BZip2Stream.Create(
            target, SharpCompress.Compressors.CompressionMode.Compress, decompressConcatenated: false, leaveOpen: true))
        {
            stream.Write(content);
        }

        return target.ToArray();
    }
}
