using System.Text;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Story;

/// <summary>Identifiers of the story, by name: the same seed and name give the same id.</summary>
sealed class StoryIds(ulong seed)
{
    public string AccessKey(string prefix, string account, string name) =>
        Encoding.ASCII.GetString(AwsId.AccessKey(prefix, account, SeedOf(name)));

    public string Principal(string prefix, string account, string name) =>
        Encoding.ASCII.GetString(AwsId.Principal(prefix, account, SeedOf(name)));

    public Guid Event(string name)
    {
        var random = new SplitMix64(SeedOf(name));
        return RandomText.Guid(ref random);
    }

    // FNV-1a: string hash codes differ from run to run.
    ulong SeedOf(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return SplitMix64.Mix(seed, 20, hash);
    }
}
