namespace TrailLake.Answers.Questions;

/// <summary>Writes the questions as a page of documentation, from their headers.</summary>
static class QuestionDocument
{
    const string Own = """

        ## Your own

        `--questions DIR` adds each `NAME.sql` of a folder, to `ask` as to `shell`. A header of comments says what the question is; SQL
        follows.

        ```sql
        -- title: Who changed the group's members?
        -- theme: Ours
        -- parameter: group (resource): the IAM group, by name or ARN
        -- events: iam AddUserToGroup RemoveUserFromGroup
        -- paths: requestParameters.groupName, requestParameters.userName
        -- cannot see: members that an identity provider gives
        -- example: --group admins
        SELECT eventTime, who, what, requestParameters->>'groupName' AS target, sourceIPAddress, userAgent, result, eventID,
            requestParameters->>'userName' AS member
        FROM calls
        WHERE service = 'iam' AND api IN ('AddUserToGroup', 'RemoveUserFromGroup') AND is_shown
            AND is_wanted([requestParameters->>'groupName'], getvariable('group'), recipientAccountId, awsRegion)
        ORDER BY ALL
        ```

        - `title` and `theme` stand once, `parameter`, `events`, `paths` and `cannot see` as often as needed, `example` and `needs` at most
          once.
        - A parameter is `name (kind): text` or `name (kind, default): text`; kinds are text, resource, account, key, address and number.
          Its value is `getvariable('name')`, NULL when it is not given.
        - `calls` is `events` with `who`, `service` (`iam`), `api` (without the date that some services append), `what`
          (`iam:CreateUser`), `result` (`ok`, `denied`, …), `resource_arns`, and `is_shown`: true for what took effect, and for all with
          `--attempts`.
        - `ORDER BY ALL`, eventTime first: two records of one second, or of one event id, then stand in one order on every run.
        - `is_wanted(names, wanted, account, region)` compares ARNs, names, ids and aliases, and is true when nothing was asked for.
        - `needs: what they are | condition` says without which events the question has no answer, such as
          `S3 data events | eventCategory = 'Data'`.
        - `looks back: why` gives the SQL all events before `--to`, of all accounts; `in_span(eventTime, recipientAccountId)` then keeps to
          what was asked.
        - `finds by: name`, or `finds by: name ~ regular expression` for some of its values: every event that the answer is made of holds
          the value of this parameter, as a whole value or as the name at the end of an ARN. The index then says which data files are
          opened. Leave it out when the SQL also needs other events: what a name was before, who issued a key.
        - A file that has the name of a built-in question takes its place.
        """;

    /// <summary>The page, as Markdown.</summary>
    public static string Write(QuestionCatalog catalog)
    {
        var output = new StringWriter { NewLine = "\n" };
        output.WriteLine("# Questions");
        output.WriteLine();
        output.WriteLine("`traillake ask NAME` answers one of these; `--explain` shows its SQL. This page is written from the headers of");
        output.Write("`src/TrailLake.Answers/Questions/*.sql`. Every question takes `--from`, `--to` and `--account`, ");
        output.WriteLine("shows what took effect, and with");
        output.WriteLine("`--attempts` adds what was denied, failed or a dry run. Options that are left out mean all.");
        foreach (var theme in catalog.Questions.GroupBy(question => question.Theme))
        {
            output.WriteLine();
            output.WriteLine("## " + theme.Key);
            foreach (var question in theme)
            {
                Write(question, output);
            }
        }

        output.Write(Own.ReplaceLineEndings("\n"));
        output.WriteLine();
        return output.ToString();
    }

    static void Write(Question question, StringWriter output)
    {
        output.WriteLine();
        output.WriteLine("### " + question.Name);
        output.WriteLine();
        output.WriteLine(question.Title);
        output.WriteLine();
        output.WriteLine("```");
        output.WriteLine($"traillake ask {question.Name} {question.Example}".TrimEnd());
        output.WriteLine("```");
        output.WriteLine();
        foreach (var parameter in question.Parameters)
        {
            var @default = parameter.Default is null ? "" : $" ({parameter.Default} when it is not given)";
            output.WriteLine($"- `--{parameter.Name}`: {parameter.Description}{@default}");
        }

        foreach (var line in question.Events)
        {
            output.WriteLine("- Events: " + line);
        }

        foreach (var line in question.Paths)
        {
            output.WriteLine($"- Paths: {Plain(line)}");
        }

        if (question.Need is { } need)
        {
            output.WriteLine("- Needs: " + need.What);
        }

        foreach (var line in question.CannotSee)
        {
            output.WriteLine("- Cannot see: " + line);
        }
    }

    // A star and brackets are letters here, not Markdown.
    static string Plain(string text) => text.Replace("*", "\\*", StringComparison.Ordinal);
}
