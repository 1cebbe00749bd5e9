using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrailLake.Index;
using TrailLake.Query.Entities;
using TrailLake.Query.Sql;

namespace TrailLake.Query.Search;

/// <summary>The SQL that finds an entity's events. A name is found as a whole value or at the end of an ARN, never as a part.</summary>
static class EntityFilter
{
    /// <summary>A condition for WHERE: events in which the entity acts or is acted on.</summary>
    public static string About(Entity entity, ICallerAddresses lake, CancellationToken cancellation = default) =>
        EventsAbout(entity, lake, cancellation).Sql;

    /// <summary>A condition for WHERE: events in which the entity is the caller, or the address that calls came from.</summary>
    public static string By(Entity entity, ICallerAddresses lake, CancellationToken cancellation = default) =>
        EventsBy(entity, lake, cancellation).Sql;

    /// <summary>The events in which the entity acts or is acted on, for a search through the index.</summary>
    internal static SearchCondition EventsAbout(Entity entity, ICallerAddresses lake, CancellationToken cancellation)
    {
        var by = EventsBy(entity, lake, cancellation);
        return new SearchCondition([.. by.Terms, .. Object(entity, by.Terms[0].IndexQuery!)]);
    }

    /// <summary>The events in which the entity is the caller, or the address that calls came from.</summary>
    internal static SearchCondition EventsBy(Entity entity, ICallerAddresses lake, CancellationToken cancellation)
    {
        var indexQuery = ActorQuery(entity);
        if (entity.Kind == EntityKind.Cidr)
        {
            var addresses = Addresses(entity, indexQuery, lake, cancellation);
            var list = addresses.Count == 0 ? "NULL" : string.Join(", ", addresses.Select(SqlText.Literal));
            return SearchCondition.OfColumns(indexQuery, $"(sourceIPAddress IN ({list}))", ["sourceIPAddress"], addresses);
        }

        return SearchCondition.OfColumns(indexQuery, SearchCondition.AnyOf(Actor(entity)), ActorColumns(entity.Kind), [entity.Text]);
    }

    /// <summary>Columns one of which each use in a statement compares with the entity; empty when it wants other events too.</summary>
    internal static IReadOnlyList<string> EqualColumns(Entity entity, IReadOnlyList<EventsWithUse> uses)
    {
        string[] searched = [.. EntityColumns.Caller(entity.Kind), .. EntityColumns.Object(entity.Kind)];
        var columns = uses.Select(use =>
        {
            var equal = use.Equal.Where(term => term.Text == entity.Text).Select(term => term.Column);
            return searched.FirstOrDefault(column => equal.Contains(column, StringComparer.OrdinalIgnoreCase));
        }).ToList();
        return columns.Contains(null) ? [] : [.. columns.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The events in which one of some columns is the entity, whole.</summary>
    internal static SearchCondition EventsWhere(Entity entity, IReadOnlyList<string> columns) => SearchCondition.OfColumns(
        new IndexQuery().Value(entity.Text), SearchCondition.AnyOf(Equal(columns, SqlText.Literal(entity.Text))), columns, [entity.Text]);

    static IndexQuery ActorQuery(Entity entity) => entity.Kind switch
    {
        EntityKind.PrincipalId => new IndexQuery().Principal(entity.Text),
        EntityKind.Cidr => AddressRange.TryParse(entity.Text, out var range) ? new IndexQuery().Network(range) : new IndexQuery(),
        EntityKind.Name or EntityKind.ResourceId => new IndexQuery().Name(entity.Text),
        _ => new IndexQuery().Value(entity.Text),
    };

    static IEnumerable<string> Actor(Entity entity)
    {
        var text = SqlText.Literal(entity.Text);
        string[] more = entity.Kind switch
        {
            EntityKind.PrincipalId => [$"starts_with(userIdentity.principalId, {text} || ':')"],
            EntityKind.Name or EntityKind.ResourceId =>
                [$"ends_with(userIdentity.principalId, ':' || {text})", $"ends_with(userIdentity.arn, '/' || {text})"],
            _ => [],
        };
        return [.. Equal(EntityColumns.Caller(entity.Kind), text), .. more];
    }

    // The columns of all that Actor says.
    static IEnumerable<string> ActorColumns(EntityKind kind) => kind is EntityKind.Name or EntityKind.ResourceId
        ? [.. EntityColumns.Caller(kind), "userIdentity.principalId", "userIdentity.arn"]
        : EntityColumns.Caller(kind);

    static IEnumerable<string> Equal(IEnumerable<string> columns, string text) => columns.Select(column => $"{column} = {text}");

    // Adds to what the index is asked for the caller what it is asked for the thing acted on: one query finds all places in one go.
    static IEnumerable<SearchTerm> Object(Entity entity, IndexQuery indexQuery)
    {
        var text = SqlText.Literal(entity.Text);
        switch (entity.Kind)
        {
            case EntityKind.AccessKey or EntityKind.Cidr:
                return InTexts(indexQuery.Text(entity.Text), entity.Text, "");
            case EntityKind.PrincipalId:
                return InTexts(indexQuery.PrincipalInTexts(entity.Text), entity.Text, "", "(:[^\"]*)?");
            case EntityKind.Arn:
                indexQuery.Resource(entity.Text).Text(entity.Text);
                return
                [
                    Resource($"r.ARN = {text} OR starts_with(r.ARN, {text} || '/')", indexQuery, "ARN", entity.Text),
                    .. InTexts(indexQuery, entity.Text, ""), .. NameOfArn(entity.Text),
                ];
            case EntityKind.Address:
                return InTexts(indexQuery.Text(entity.Text), entity.Text, "", "(/32|/128)?");
            case EntityKind.Account:
                indexQuery.Text(entity.Text);
                return
                [
                    new SearchTerm($"account = {text}", null, IndexPlaces.None, Pattern: null, file => file.Account == entity.Text),
                    InColumns(), Resource($"r.accountId = {text}", indexQuery, "accountId", entity.Text),
                    .. InTexts(indexQuery, entity.Text, "arn:[^\"]*:", "(:[^\"]*)?"),
                ];
            case EntityKind.EventId:
                indexQuery.Name(entity.Text).NameInTexts(entity.Text);
                return
                [
                    InColumns(), NamedResource(entity, indexQuery), .. InTexts(indexQuery, entity.Text, "arn:[^\"]*[:/]"),
                ];
            default:
                indexQuery.Name(entity.Text).NameInTexts(entity.Text);
                return [NamedResource(entity, indexQuery), .. InTexts(indexQuery, entity.Text, "arn:[^\"]*[:/]")];
        }

        SearchTerm InColumns()
        {
            var columns = EntityColumns.Object(entity.Kind);
            return SearchTerm.OfColumns(indexQuery, SearchCondition.AnyOf(Equal(columns, text)), columns, [entity.Text]);
        }
    }

    static SearchTerm NamedResource(Entity entity, IndexQuery indexQuery)
    {
        var text = SqlText.Literal(entity.Text);
        return Resource(
            $"r.ARN = {text} OR ends_with(r.ARN, ':' || {text}) OR ends_with(r.ARN, '/' || {text}) "
                + $"OR contains(r.ARN, ':::' || {text} || '/')",
            indexQuery,
            "ARN",
            entity.Text);
    }

    // A bucket's or user's ARN stands in few of its events: most name the thing by its name, in a call to its own service. The name alone
    // may be that of other things in other accounts, whose files are not looked into.
    static IEnumerable<SearchTerm> NameOfArn(string text)
    {
        if (ArnText.Parse(text) is not { Service: not "sts" } arn || arn.Name.Length == 0
            || arn.Name.Contains('*', StringComparison.Ordinal))
        {
            return [];
        }

        var account = arn.Account.Length > 0 ? $" AND account = {SqlText.Literal(arn.Account)}" : "";
        Func<LakeFile, bool>? within = arn.Account.Length > 0 ? file => file.Account == arn.Account : null;
        return InTexts(new IndexQuery().Text(arn.Name), arn.Name, "").Select(term => term with
        {
            Sql = $"(eventSource = {SqlText.Literal(arn.Service + ".amazonaws.com")}{account} AND {term.Sql})",
            Within = within,
        });
    }

    static SearchTerm Resource(string condition, IndexQuery indexQuery, string member, string text) => new(
        $"len(list_filter(resources, lambda r: {condition})) > 0",
        indexQuery,
        IndexPlaces.Resources,
        EventBytePattern.Of(["resources." + member], [text]));

    // The plain search goes first: it is several times as fast as the pattern, which then runs on what is left. What follows a value is a
    // comma or a bracket, perhaps behind blanks; a colon would follow the name of a member.
    static IEnumerable<SearchTerm> InTexts(IndexQuery indexQuery, string value, string optionalStart, string end = "")
    {
        // U+FFFD stands for half of a surrogate pair as it is; the encoder would escape it.
        var json = string.Join(
            '\uFFFD',
            value.Split('\uFFFD').Select(part => JsonEncodedText.Encode(part, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()));
        var start = optionalStart.Length == 0 ? "" : $"({optionalStart})?";
        var pattern = SqlText.Literal($"\"{start}{Pattern(json)}{end}\"[ \t\r\n]*[,}}\\]]");
        var plain = SqlText.Literal(json);
        return SearchTerm.Texts.Select(
            text => new SearchTerm(
                $"(contains({text.Column}, {plain}) AND regexp_matches({text.Column}, {pattern}))",
                indexQuery,
                text.Place,
                EventBytePattern.Of([text.Column], [json])));
    }

    static string Pattern(string text)
    {
        var result = new StringBuilder(text.Length * 2);
        foreach (var c in text)
        {
            if (c < 128 && !char.IsAsciiLetterOrDigit(c))
            {
                result.Append('\\');
            }

            result.Append(c);
        }

        return result.ToString();
    }

    static List<string> Addresses(Entity entity, IndexQuery indexQuery, ICallerAddresses lake, CancellationToken cancellation)
    {
        if (!AddressRange.TryParse(entity.Text, out var range))
        {
            return [];
        }

        return [.. lake.CallerAddresses(indexQuery, cancellation)
            .Where(address => IPAddress.TryParse(address, out var parsed) && range.Contains(parsed)).Order(StringComparer.Ordinal)];
    }
}
