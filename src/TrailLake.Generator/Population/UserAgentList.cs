using System.Globalization;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Population;

/// <summary>The user agents of <c>agents.list</c>, by the kind of program that has them.</summary>
sealed class UserAgentList
{
    readonly Dictionary<string, List<(int Weight, Template Text)>> _groups = new(StringComparer.Ordinal);

    public UserAgentList()
    {
        List<(int, Template)>? group = null;
        foreach (var line in EmbeddedText.Read("agents.list").Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                _groups[line.Trim('[', ']')] = group = [];
                continue;
            }

            var space = line.IndexOf(' ', StringComparison.Ordinal);
            group!.Add((int.Parse(line[..space], CultureInfo.InvariantCulture), Template.Parse(line[(space + 1)..], [])));
        }
    }

    public Template Pick(string group, ref SplitMix64 random)
    {
        var agents = _groups[group];
        var at = random.Below(agents.Sum(agent => agent.Weight));
        foreach (var (weight, text) in agents)
        {
            if (at < weight)
            {
                return text;
            }

            at -= weight;
        }

        throw new InvalidOperationException($"no agent in '{group}'");
    }
}
