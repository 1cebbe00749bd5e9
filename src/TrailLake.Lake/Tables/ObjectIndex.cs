using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TrailLake.Tables;

/// <summary>
/// Which objects are done, as a set of 128-bit hashes of URI and ETag: 19 to 25 bytes an object, so that 5 million fit in about 110 MB.
/// Safe for several threads.
/// </summary>
/// <remarks>
/// The hash is a part of SHA-256, although a plain one would be faster: who can name objects in a bucket could otherwise craft a key that
/// counts as done before it was read, and hide events. At 128 bits that takes 2^64 tries.
/// </remarks>
sealed class ObjectIndex
{
    const int Shards = 256;
    readonly HashTableShard[] _shards = new HashTableShard[Shards];
    int _count;

    /// <summary>Creates an empty index.</summary>
    public ObjectIndex()
    {
        for (int i = 0; i < Shards; i++)
        {
            _shards[i] = new HashTableShard();
        }
    }

    /// <summary>Objects that are done.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes that the index takes.</summary>
    internal long Bytes
    {
        get
        {
            long slots = 0;
            foreach (var shard in _shards)
            {
                slots += shard.Capacity;
            }

            return slots * 16;
        }
    }

    /// <summary>True when this content of the object needs no reading any more.</summary>
    public bool IsDone(string uri, string etag)
    {
        var key = Hash(uri, etag);
        var shard = _shards[(int)(byte)key];
        lock (shard)
        {
            return shard.Contains(key);
        }
    }

    /// <summary>Takes note of an object. One that could not be read is not done and is not counted.</summary>
    public void Add(string uri, string etag, ObjectState state = ObjectState.Done)
    {
        if (state != ObjectState.Unreadable)
        {
            TryAdd(uri, etag);
        }
    }

    /// <summary>Adds a pair; false when it was there.</summary>
    internal bool TryAdd(string uri, string etag)
    {
        var key = Hash(uri, etag);
        var shard = _shards[(int)(byte)key];
        lock (shard)
        {
            if (!shard.Add(key))
            {
                return false;
            }
        }

        Interlocked.Increment(ref _count);
        return true;
    }

    internal static UInt128 Hash(string uri, string etag)
    {
        // A NUL between them: no URI has one, so that no two pairs give the same bytes.
        int most = Encoding.UTF8.GetMaxByteCount(uri.Length + etag.Length + 1);
        Span<byte> bytes = most <= 2048 ? stackalloc byte[2048] : new byte[most];
        int length = Encoding.UTF8.GetBytes(uri, bytes);
        bytes[length++] = 0;
        length += Encoding.UTF8.GetBytes(etag, bytes[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
