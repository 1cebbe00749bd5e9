using System;
using System.Collections.Generic;
using System.Text;

namespace TrailLake.Fuzz;

/// <summary>Changes bytes at random places of a window: bits, bytes, insertions, cuts, repeats, and pieces that mean something.</summary>
static class Mutator
{
    static readonly byte[][] s_pieces = Array.ConvertAll(
        [
            "{", "}", "[", "]", "\"", "\\", ",", ":", "\\u0000", "\\ud800", "\0", "\n", "null", "true", "1e999", "-0", "[[[[[[[[", "]}",
            "}]", "\"\"", "{\"Records\":[", "{\"Events\":[", "\"eventTime\":", "\"eventID\":\"x\"", "{\"detail\":", "\uFEFF", "\u2028",
            "{\"eventVersion\"", "\\\\\"", "\"size\":9223372036854775808", "\"path\":\"../x\"", "{\"add\":{", "%2e%2e/",
        ],
        Encoding.UTF8.GetBytes);

    /// <summary>Changes an input one to four times, all within a window of up to a few hundred bytes or anywhere.</summary>
    public static Mutation Change(Random random, byte[] input)
    {
        if (input.Length == 0)
        {
            return new Mutation(s_pieces[random.Next(s_pieces.Length)], 0, 0);
        }

        // One in eight also cuts off the end, as a delivery that breaks off does.
        if (random.Next(8) == 0)
        {
            int end = random.Next(input.Length);
            return new Mutation(input[..end], end, input.Length);
        }

        int width = random.Next(4) == 0 ? input.Length : random.Next(1, 300);
        int start = random.Next(input.Length);
        int stop = Math.Min(input.Length, start + width);
        var middle = new List<byte>(input[start..stop]);
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            ChangeOnce(random, middle);
        }

        return new Mutation([.. input[..start], .. middle, .. input[stop..]], start, stop);
    }

    static void ChangeOnce(Random random, List<byte> bytes)
    {
        int at = random.Next(bytes.Count + 1);
        int length = bytes.Count == at ? 0 : random.Next(1, Math.Min(64, bytes.Count - at) + 1);
        switch (random.Next(7))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when length > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 3 when length > 0:
                bytes.RemoveRange(at, length);
                break;
            case 4 when length > 0:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5 when length > 0:
                var piece = s_pieces[random.Next(s_pieces.Length)];
                for (int i = 0; i < piece.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = piece[i];
                }

                break;
            default:
                bytes.InsertRange(at, s_pieces[random.Next(s_pieces.Length)]);
                break;
        }
    }
}
