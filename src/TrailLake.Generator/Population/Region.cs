using System.Text;

namespace TrailLake.Generator.Population;

/// <summary>A region of the organization.</summary>
/// <param name="Index">Position among the regions; the first records global services.</param>
sealed record Region(string Name, int Index, int Count)
{
    public byte[] NameUtf8 { get; } = Encoding.ASCII.GetBytes(Name);

    public bool TakesGlobalServices => Index == 0;
}
