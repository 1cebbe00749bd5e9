using System.Collections.Frozen;

namespace TrailLake.Answers.Sentences;

/// <summary>The verbs of API names and their past.</summary>
static class ApiVerbs
{
    static readonly FrozenSet<string> s_regular = FrozenSet.Create(
        StringComparer.Ordinal,
        "abort", "accept", "acknowledge", "activate", "add", "admit", "advertise", "allocate", "allow", "apply", "approve", "archive",
        "assign", "associate", "assume", "attach", "authorize", "bundle", "cancel", "change", "check", "close", "compare", "complete",
        "configure", "confirm", "connect", "copy", "count", "create", "deactivate", "decline", "decode", "decrease", "decrypt", "define",
        "delete", "deploy", "deprecate", "deprovision", "deregister", "derive", "describe", "detach", "detect", "disable", "disassociate",
        "discover", "dismiss", "dissociate", "download", "enable", "encrypt", "enter", "estimate", "evaluate", "execute", "exchange",
        "export", "extend", "failover", "federate", "filter", "generate", "grant", "import", "increase", "initialize", "initiate",
        "install", "invalidate", "invite", "invoke", "issue", "join", "launch", "list", "lock", "lookup", "merge", "migrate", "modify",
        "monitor", "move", "notify", "open", "pause", "peer", "poll", "post", "predict", "preview", "prepare", "process", "promote",
        "provision", "publish", "purchase", "purge", "push", "query", "reactivate", "reboot", "receive", "record", "refresh", "register",
        "reject", "release", "remove", "rename", "renew", "reorder", "replace", "replicate", "report", "request", "resend", "resize",
        "resolve", "respond", "restart", "restore", "resume", "retire", "retrieve", "retry", "review", "revoke", "rotate", "sample", "scan",
        "schedule", "search", "share", "signal", "simulate", "skip", "start", "stop", "subscribe", "suggest", "suspend", "swap", "switch",
        "synchronize", "tag", "terminate", "test", "toggle", "transfer", "translate", "unarchive", "unassign", "unlink", "unlock",
        "unmonitor", "unpeer", "unsubscribe", "untag", "update", "upgrade", "upload", "use", "validate", "verify", "view", "wipe");

    static readonly FrozenDictionary<string, string> s_irregular = new Dictionary<string, string>
    {
        ["admin"] = "administered",
        ["ask"] = "asked",
        ["begin"] = "began",
        ["empty"] = "emptied",
        ["find"] = "found",
        ["forget"] = "forgot",
        ["get"] = "read",
        ["give"] = "gave",
        ["head"] = "looked at",
        ["leave"] = "left",
        ["log"] = "logged",
        ["make"] = "made",
        ["put"] = "put",
        ["read"] = "read",
        ["rebuild"] = "rebuilt",
        ["reset"] = "reset",
        ["run"] = "ran",
        ["select"] = "selected",
        ["send"] = "sent",
        ["set"] = "set",
        ["sign"] = "signed",
        ["split"] = "split",
        ["submit"] = "submitted",
        ["take"] = "took",
        ["undeploy"] = "undeployed",
        ["withdraw"] = "withdrew",
        ["write"] = "wrote",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True for a word that API names begin with and that is a verb.</summary>
    public static bool IsVerb(string word) => s_regular.Contains(word) || s_irregular.ContainsKey(word);

    /// <summary>The infinitive that reads well: get → read, head → look at.</summary>
    public static string Infinitive(string verb) => verb switch
    {
        "get" => "read",
        "head" => "look at",
        "admin" => "administer",
        _ => verb,
    };

    /// <summary>delete → deleted, get → read.</summary>
    public static string Past(string verb)
    {
        if (s_irregular.TryGetValue(verb, out var past))
        {
            return past;
        }

        return verb switch
        {
            [.., 'e'] => verb + "d",
            [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => verb[..^1] + "ied",
            "stop" or "skip" or "tag" or "untag" or "swap" or "scan" => verb + verb[^1] + "ed",
            _ => verb + "ed",
        };
    }
}
