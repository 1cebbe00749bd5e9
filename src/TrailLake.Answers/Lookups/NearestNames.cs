using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;

namespace TrailLake.Answers.Lookups;

/// <summary>Finds names that look like one that no event has.</summary>
static class NearestNames
{
    // Looking for names reads columns of every file: about a second for so many bytes of data files.
    const long MostBytes = 1L << 30;

    /// <summary>True for what people type. A key or id is copied: what looks like it is another one.</summary>
    public static bool IsTyped(string text) => Entity.Parse(text).Kind is EntityKind.Name or EntityKind.Arn or EntityKind.Address;

    /// <summary>The nearest names in the session's events, best first; none for a lake so large that looking takes long.</summary>
    public static IReadOnlyList<string> Find(SqlSession session, string text, CancellationToken cancellation = default)
    {
        if (session.Bytes > MostBytes)
        {
            return [];
        }

        // What a person mistypes are a few letters, or the part of a name that they remember.
        const string Names = """
            WITH names AS (
                SELECT DISTINCT unnest([userIdentity.accessKeyId, userIdentity.userName, userIdentity.arn, sourceIPAddress,
                    userIdentity.sessionContext.sessionIssuer.userName, userIdentity.sessionContext.sessionIssuer.arn,
                    split_part(userIdentity.principalId, ':', 2),
                    requestParameters->>'$.bucketName', requestParameters->>'$.userName', requestParameters->>'$.roleName',
                    requestParameters->>'$.functionName', requestParameters->>'$.dBInstanceIdentifier',
                    requestParameters->>'$.dBClusterIdentifier', requestParameters->>'$.tableName',
                    requestParameters->>'$.stackName', requestParameters->>'$.secretId',
                    requestParameters->>'$.aliasName', requestParameters->>'$.groupName', requestParameters->>'$.name',
                    requestParameters->>'$.groupId', requestParameters->>'$.instanceId']) AS name
                FROM events)
            """;
        var query = new LakeQuery(
            Names + """
            , scored AS (
                SELECT name, levenshtein(lower(name), lower(?::VARCHAR)) AS distance, contains(lower(name), lower(?::VARCHAR)) AS isPart
                FROM names WHERE name <> '' AND length(name) < 200)
            SELECT name FROM scored WHERE isPart OR distance <= greatest(2, length(name) // 4) ORDER BY distance, name LIMIT 5
            """);
        return session.ReadAll(query with { Parameters = [text, text] }, row => row.GetText(0)!, cancellation);
    }
}
