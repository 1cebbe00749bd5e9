using System.Globalization;
using System.Text;

namespace TrailLake.Parquet.Format;

/// <summary>The frames of a dictionary as a value in its chunk's metadata: "entries,length,compressed" of each, parted by ";".</summary>
static class DictionaryFrames
{
    public static ReadOnlySpan<byte> Key => "traillake.dictionary_frames"u8;

    public static string ToText(IReadOnlyList<DictionaryFrame> frames) => string.Join(
        ';', frames.Select(frame => string.Create(CultureInfo.InvariantCulture, $"{frame.Entries},{frame.Length},{frame.Compressed}")));

    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static DictionaryFrame[] Parse(ReadOnlySpan<byte> text)
    {
        var frames = new List<DictionaryFrame>();
        foreach (var part in text.Split((byte)';'))
        {
            frames.Add(ParseFrame(text[part]));
        }

        return [.. frames];
    }

    static DictionaryFrame ParseFrame(ReadOnlySpan<byte> text)
    {
        // One more than there are: a fourth number is damage, too.
        Span<int> numbers = stackalloc int[4];
        int count = 0;
        foreach (var part in text.Split((byte)','))
        {
            if (count == numbers.Length
                || !int.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count]) || numbers[count] == 0)
            {
                count = 0;
                break;
            }

            count++;
        }

        return count == 3 ? new DictionaryFrame(numbers[0], numbers[1], numbers[2]) : throw new InvalidDataException(
            $"a dictionary's frames are '{Encoding.UTF8.GetString(text)}'; expected three numbers for each.");
    }
}
