using System.Globalization;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Population;

/// <summary>A kind of resource: how many an account has and how they are named.</summary>
sealed record ResourcePool(string Name, int Count, Template Template)
{
    public static IReadOnlyList<ResourcePool> ReadAll()
    {
        var pools = new List<ResourcePool>();
        var lists = new List<(string Name, string Choices)>();
        foreach (var line in EmbeddedText.Read("pools.list").Split('\n'))
        {
            var words = line.Split(' ');
            if (words.Length < 3 || words[0] == "#")
            {
                continue;
            }

            if (words[0] == "let")
            {
                lists.Add(("@" + words[1], $"$(one:{words[3]})"));
                continue;
            }

            var text = words[2];
            foreach (var (name, choices) in lists)
            {
                text = text.Replace(name, choices, StringComparison.Ordinal);
            }

            pools.Add(new ResourcePool(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), Template.Parse(text, [])));
        }

        return pools;
    }
}
