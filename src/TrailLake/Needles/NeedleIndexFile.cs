using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace TrailLake.Needles;

/// <summary>An index file that is open for searching. Safe for several threads.</summary>
sealed class NeedleIndexFile : IDisposable
{
    readonly SafeFileHandle _handle;

    NeedleIndexFile(SafeFileHandle handle, string path, IReadOnlyList<NeedleFileEntry> files)
    {
        Length = RandomAccess.GetLength(handle);
        _handle = handle;
        Path = path;
        Files = files;
    }

    public string Path { get; }

    /// <summary>Size of the file.</summary>
    public long Length { get; }

    /// <summary>The data files that it covers.</summary>
    public IReadOnlyList<NeedleFileEntry> Files { get; }

    /// <summary>Opens a file; null when it is missing, cut off, damaged, or of another version.</summary>
    public static NeedleIndexFile? TryOpen(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
            if (ReadDirectory(handle) is { } files)
            {
                return new NeedleIndexFile(handle, path, files);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As good as missing.
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>True for an index file of a version that is later than this one.</summary>
    public static bool IsOfLaterVersion(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            Span<byte> magic = stackalloc byte[NeedleFormat.Magic.Length];
            return TryRead(handle, magic, 0) && magic[..^1].SequenceEqual(NeedleFormat.Magic[..^1]) && magic[^1] > NeedleFormat.Magic[^1];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Where in a data file one of the terms may stand; everywhere when what was read is damaged.</summary>
    /// <param name="terms">Hashes, whatever the place, and the places where each is looked for.</param>
    /// <param name="wanted">Places that matter.</param>
    /// <param name="found">Those of them that are known to hold something.</param>
    public NeedlePlaces Find(NeedleFileEntry file, ReadOnlySpan<(ulong Hash, NeedlePlaces Places)> terms, NeedlePlaces wanted, NeedlePlaces found)
    {
        for (int i = 0; i < file.Sections.Count; i++)
        {
            ulong salt = NeedleFormat.Salt(file.PathHash, i);
            foreach (var (hash, places) in terms)
            {
                if ((places & wanted & ~found) is not NeedlePlaces.None and var asked)
                {
                    found |= Find(file.Sections[i], hash, asked, salt, out _) ?? asked;
                }
            }
        }

        return found;
    }

    /// <summary>The granules of each row group in which one of the terms may stand; all of them where an id is one, or what was read is damaged.</summary>
    /// <param name="terms">Hashes, whatever the place, and the places where each is looked for.</param>
    /// <param name="wanted">Places that matter.</param>
    /// <param name="granules">For each section of the data file.</param>
    public void FindGranules(
        NeedleFileEntry file, ReadOnlySpan<(ulong Hash, NeedlePlaces Places)> terms, NeedlePlaces wanted, Span<ulong> granules)
    {
        for (int i = 0; i < granules.Length; i++)
        {
            ulong salt = NeedleFormat.Salt(file.PathHash, i);
            ulong found = 0;
            foreach (var (hash, searched) in terms)
            {
                if ((searched & wanted) is not NeedlePlaces.None and var asked && found != NeedleGranules.All)
                {
                    var places = Find(file.Sections[i], hash, asked, salt, out ulong own);
                    found |= places is null || (places & NeedlePlaces.Ids) != 0 ? NeedleGranules.All : own;
                }
            }

            granules[i] = found;
        }
    }

    /// <summary>Reads all of a data file's part; false when any of it is damaged.</summary>
    public bool IsWhole(NeedleFileEntry file)
    {
        for (int i = 0; i < file.Sections.Count; i++)
        {
            var section = file.Sections[i];
            var bytes = new byte[section.Length];
            if (!TryRead(_handle, bytes, section.Offset) || !NeedleSection.IsWhole(bytes, section.Shape.Groups, NeedleFormat.Salt(file.PathHash, i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of a section.</summary>
    /// <exception cref="IOException">The file is shorter than its directory says.</exception>
    public byte[] Read(NeedleSectionEntry section)
    {
        var bytes = new byte[section.Length];
        return TryRead(_handle, bytes, section.Offset) ? bytes : throw new EndOfStreamException($"{Path} ends too early.");
    }

    public void Dispose() => _handle.Dispose();

    // Null when it is damaged.
    NeedlePlaces? Find(NeedleSectionEntry section, ulong hash, NeedlePlaces asked, ulong salt, out ulong granules)
    {
        granules = 0;
        if (section.Shape.Terms == 0)
        {
            return NeedlePlaces.None;
        }

        int number = section.Shape.Group(hash);
        Span<byte> offsets = stackalloc byte[2 * sizeof(uint)];
        if (!TryRead(_handle, offsets, section.Offset + (number * sizeof(uint))))
        {
            return null;
        }

        uint start = BinaryPrimitives.ReadUInt32LittleEndian(offsets);
        uint end = BinaryPrimitives.ReadUInt32LittleEndian(offsets[sizeof(uint)..]);
        if (start > end || end > section.Length || end - start > NeedleSection.MostGroupBytes)
        {
            return null;
        }

        var group = ArrayPool<byte>.Shared.Rent((int)(end - start));
        try
        {
            var bytes = group.AsSpan(0, (int)(end - start));
            return TryRead(_handle, bytes, section.Offset + start) && NeedleGroup.TryRead(bytes, number, section.Shape, salt, out var read)
                ? read.Find(hash, asked, out granules)
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(group);
        }
    }

    static List<NeedleFileEntry>? ReadDirectory(SafeFileHandle handle)
    {
        long length = RandomAccess.GetLength(handle);
        Span<byte> ends = stackalloc byte[NeedleFormat.FooterLength];
        var magic = ends[..NeedleFormat.Magic.Length];
        if (length < NeedleFormat.Magic.Length + NeedleFormat.FooterLength
            || !TryRead(handle, magic, 0)
            || !magic.SequenceEqual(NeedleFormat.Magic)
            || !TryRead(handle, ends, length - ends.Length))
        {
            return null;
        }

        long size = NeedleDirectory.LengthOf(ends, length);
        if (size < 0)
        {
            return null;
        }

        var directory = new byte[size];
        long start = length - ends.Length - size;
        return TryRead(handle, directory, start) ? NeedleDirectory.Read(directory, ends, start) : null;
    }

    static bool TryRead(SafeFileHandle handle, Span<byte> target, long offset)
    {
        try
        {
            while (!target.IsEmpty)
            {
                int read = RandomAccess.Read(handle, target, offset);
                if (read == 0)
                {
                    return false;
                }

                target = target[read..];
                offset += read;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
