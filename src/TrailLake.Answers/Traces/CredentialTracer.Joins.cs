using TrailLake.Answers.Sentences;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Traces;

/// <summary>Finds which event issued what.</summary>
sealed partial class CredentialTracer
{
    void AttachToIssuer(CredentialNode node, List<EventFacts> issuers)
    {
        if (FindIssuer(node, issuers) is { } issuer && ParentOf(node, issuer) is { } parent)
        {
            node.TryAttach(parent, issuer);
            if (node is { Events: 0, AccessKey: not null })
            {
                NameUnused(node, issuer);
            }

            return;
        }

        // Newer records of functions say themselves what the credentials were issued to.
        if (node.IssuedTo is { } issuedTo && ArnText.Parse(issuedTo) is { Service: "lambda" } arn)
        {
            node.TryAttach(Carrier(CredentialKind.Function, arn.Resource.Split(':')[1]), issuedBy: null);
        }
    }

    static EventFacts? FindIssuer(CredentialNode node, List<EventFacts> issuers) => node.Kind switch
    {
        CredentialKind.Instance => issuers.FirstOrDefault(facts => CredentialIds.Instances(facts).Contains(node.Name)),
        CredentialKind.Function => issuers.LastOrDefault(facts => CredentialIds.CreatedFunction(facts) == node.Name),
        _ => Best(issuers.Where(facts => node.AccessKey is not null && CredentialIds.IssuedKey(facts) == node.AccessKey))
            ?? Best(issuers.Where(facts => IssuedSession(node, facts))),
    };

    // Of two records of one call, that of the caller's account knows the key that it was made with.
    static EventFacts? Best(IEnumerable<EventFacts> records) =>
        records.OrderBy(facts => facts.AccessKey is null).ThenBy(facts => facts.UserType == "AWSAccount").FirstOrDefault();

    // For sessions whose key no event shows: Identity Center logs another key than it issued, and calls by services have none.
    static bool IssuedSession(CredentialNode node, EventFacts facts)
    {
        if (node.Kind != CredentialKind.RoleSession || node.Created is not { } created || (facts.Time - created).Duration() > s_clockSlack)
        {
            return false;
        }

        if (CredentialIds.IssuedArn(facts) is { } arn)
        {
            return arn == node.Arn;
        }

        return facts.UserType == "AWSService" && facts.Find("rP.roleSessionName").FirstOrDefault() == node.SessionName
            && facts.Find("rP.roleArn").Select(ArnText.Short).FirstOrDefault() == node.RoleName;
    }

    CredentialNode? ParentOf(CredentialNode node, EventFacts issuer)
    {
        var session = issuer.Find("rP.roleSessionName").FirstOrDefault() ?? "";
        if (node.Kind is CredentialKind.Instance or CredentialKind.Function || issuer.UserType != "AWSService")
        {
            return Caller(issuer);
        }

        return issuer.InvokedBy switch
        {
            "ec2.amazonaws.com" when session.StartsWith("i-", StringComparison.Ordinal) => Carrier(CredentialKind.Instance, session),
            "lambda.amazonaws.com" when session.Length > 0 && !session.StartsWith("awslambda_", StringComparison.Ordinal) =>
                Carrier(CredentialKind.Function, session),
            _ => Caller(issuer),
        };
    }

    void AttachConsoleSessions(IReadOnlyCollection<CredentialNode> nodes)
    {
        var sessions = nodes.Where(node => node.AccessKey is not null && node.Arn is not null
            && node.Kind is CredentialKind.ConsoleSession or CredentialKind.SessionToken or CredentialKind.ForwardAccessSession).ToList();
        var logins = _queries.Logins([.. sessions.Select(node => node.Arn!).Distinct()]);
        foreach (var node in sessions)
        {
            // The credentials may be made long after the sign-in, and their creation date is the session's or their own.
            var time = node.Created ?? node.First;
            var login = node.Kind != CredentialKind.ConsoleSession ? null : logins
                .Where(facts => facts.Arn == node.Arn && facts.Time <= time + TimeSpan.FromMinutes(1)
                && time - facts.Time <= s_consoleSession)
                .MaxBy(facts => facts.Time);
            node.TryAttach(Owner(node), login);
        }
    }

    List<CredentialNode> AttachIssued(EventFacts facts)
    {
        var found = new List<CredentialNode>();
        var isService = facts.UserType == "AWSService";
        if (!isService && !_nodes.ContainsKey(CredentialIds.OfCaller(facts) ?? ""))
        {
            // Another session of the same ARN.
            return found;
        }

        var parent = isService ? null : Caller(facts);
        foreach (var instance in CredentialIds.Instances(facts))
        {
            Add(Carrier(CredentialKind.Instance, instance));
        }

        if (CredentialIds.CreatedFunction(facts) is { } function)
        {
            Add(Carrier(CredentialKind.Function, function));
        }

        if (CredentialIds.IssuedKey(facts) is { } key)
        {
            var node = Key(key);
            node.Arn ??= CredentialIds.IssuedArn(facts);
            parent ??= ParentOf(node, facts);
            if (node.Events == 0)
            {
                NameUnused(node, facts);
            }

            Add(node);
        }

        return found;

        void Add(CredentialNode node)
        {
            if (node.Parent is null && node != parent && parent is not null && _nodes.Count <= _options.MostNodes
                && node.TryAttach(parent, facts))
            {
                found.Add(node);
            }
        }
    }

    // What was never used has no events of its own to be named after.
    static void NameUnused(CredentialNode node, EventFacts issuer)
    {
        var role = issuer.Find("rP.roleArn").FirstOrDefault();
        var session = issuer.Find("rP.roleSessionName").FirstOrDefault();
        node.Name = CredentialIds.IssuedArn(issuer) is { } arn ? ArnText.Short(arn)
            : role is not null ? ArnText.Short(role) + (session is null ? "" : "/" + session)
            : issuer.Find("rE.accessKey.userName").Concat(issuer.Find("rP.userName")).FirstOrDefault() ?? ActorLabel.Name(issuer);
        node.Account ??= role is not null ? ArnText.Parse(role)?.Account : issuer.UserAccount;
        node.Kind = AwsIdentifier.IsLongTermKey(node.Id) ? CredentialKind.LongTermKey
            : issuer.ApiName.StartsWith("AssumeRole", StringComparison.Ordinal) ? CredentialKind.RoleSession : CredentialKind.SessionToken;
    }

    /// <summary>The link of an event's caller.</summary>
    CredentialNode? Caller(EventFacts facts)
    {
        if (CredentialIds.OfCaller(facts) is { } id)
        {
            if (_nodes.TryGetValue(id, out var known))
            {
                return known;
            }

            var kind = facts.AccessKey is not null && AwsIdentifier.IsLongTermKey(facts.AccessKey) ? CredentialKind.LongTermKey
                : facts.UserType is "AssumedRole" ? CredentialKind.RoleSession
                : facts.AccessKey is not null ? CredentialKind.SessionToken : CredentialKind.Principal;
            var node = new CredentialNode(id, kind, kind == CredentialKind.Principal ? ActorLabel.Full(facts) : ActorLabel.Name(facts))
            {
                AccessKey = facts.AccessKey,
                Arn = facts.Arn,
                Account = facts.UserAccount,
                UserType = facts.UserType,
                RoleName = facts.IssuerName,
                SessionName = ActorLabel.Session(facts.PrincipalId),
                Created = EventFacts.ParseTime(facts.CreationDate),
            };
            _nodes.Add(id, node);
            return node;
        }

        var name = ActorLabel.Full(facts);
        if (facts.UserType is null or "")
        {
            return null;
        }

        return Get(
            name,
            () => new CredentialNode(name, CredentialKind.Principal, name) { Account = facts.UserAccount, UserType = facts.UserType });
    }

    CredentialNode Key(string key) => Get(key, () => new CredentialNode(
        key, AwsIdentifier.IsLongTermKey(key) ? CredentialKind.LongTermKey : CredentialKind.SessionToken, key)
    {
        AccessKey = key,
    });

    CredentialNode Carrier(CredentialKind kind, string name) =>
        Get($"{kind}:{name}", () => new CredentialNode($"{kind}:{name}", kind, name));

    CredentialNode Owner(CredentialNode node) => Get(
        node.Arn!, () => new CredentialNode(node.Arn!, CredentialKind.Principal, $"{node.UserType} {node.Name}")
        {
            Arn = node.Arn,
            Account = node.Account,
            UserType = node.UserType,
        });

    CredentialNode Get(string id, Func<CredentialNode> create)
    {
        if (!_nodes.TryGetValue(id, out var node))
        {
            node = create();
            _nodes.Add(id, node);
        }

        return node;
    }
}
