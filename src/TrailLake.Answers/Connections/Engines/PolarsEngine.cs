using TrailLake.Schema;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>Polars, as a Python script.</summary>
sealed class PolarsEngine : ILakeEngine
{
    const int Width = 78;

    public string Name => "polars";

    public void Write(TextWriter output, EngineLake lake)
    {
        output.Write($"""
            # Polars: snapshot {lake.Origin.Snapshot} of the lake {lake.Title}
            #
            # 1. pip install polars deltalake
            # 2. Save this as trail.py and: from trail import *
            #    Each name is a LazyFrame: nothing is read before .collect().

            import polars as pl

            LAKE = {Text(lake.Origin.Lake)}

            # events_raw keeps a JSON null, which is the text null, apart from no value.
            events_raw = pl.scan_delta(LAKE + "/events")
            EVENT_COLUMNS = [
            {List(lake.Columns["events"])}]
            JSON_COLUMNS = [
            {List(lake.Columns["events"].Where(IsJson))}]

            # In events a JSON column that was delivered as null is null.
            events = events_raw.select(EVENT_COLUMNS).with_columns(
                pl.when(pl.col(name) != "null").then(pl.col(name)).alias(name)
                for name in JSON_COLUMNS)


            """.ReplaceLineEndings("\n"));
        WriteLedger(output, lake);
        WriteDeliveries(output, lake);
        output.Write($"""
            # 3. How to reach what is inside:
            #
            # a nested field
            #   events.group_by(pl.col("userIdentity").struct.field("sessionContext")
            #       .struct.field("sessionIssuer").struct.field("arn")).len().collect()
            # a JSON column
            #   events.filter(pl.col("eventName") == "DeleteBucket").select(
            #       pl.col("requestParameters").str.json_path_match("$.bucketName")).collect()
            # a list
            #   events.select("eventID", pl.col("resources").list.eval(
            #       pl.element().struct.field("ARN"))).collect()
            # a time: datetimes have a zone here, so give what you compare with one
            #   from datetime import datetime, timezone
            #   events.filter(pl.col("eventTime")
            #       >= datetime(2026, 3, 1, tzinfo=timezone.utc)).collect()
            # an earlier version of the lake
            #   pl.scan_delta(LAKE + "/events", version={lake.Origin.Snapshot})
            #
            # What Polars cannot: ask the lake's index (events_with, timeline and trace of
            # traillake do). Do not write to the lake with deltalake, and run no vacuum.

            """.ReplaceLineEndings("\n"));
    }

    static void WriteLedger(TextWriter output, EngineLake lake)
    {
        output.Write($"""
            # A row of objects, rejects or copies counts once the log of events holds its
            # batch. These batches are not there: their run broke off, or was under way. Print
            # this anew after such a run.
            OPEN_BATCHES = [
            {List(lake.OpenBatches)}]
            OBJECT_COLUMNS = [
            {List(lake.Columns["objects"])}]
            REJECT_COLUMNS = [
            {List(lake.Columns["rejects"])}]
            _counted = ~pl.col("batch").is_in(pl.Series(OPEN_BATCHES, dtype=pl.String))
            objects_history = pl.scan_delta(LAKE + "/objects").filter(_counted).select(
                OBJECT_COLUMNS)
            rejects = pl.scan_delta(LAKE + "/rejects").filter(_counted).select(REJECT_COLUMNS)

            # One row for each object: of several, the newest that could be read. A row that a
            # repair guessed (unreadable, no ETag) goes when the object was read.
            _unreadable = pl.col("state") == "unreadable"
            _guessed = _unreadable & (pl.col("etag") == "")
            _newest = objects_history.sort(
                _unreadable, "ingestedAt", "batch", descending=[False, True, True]
            ).unique(["uri", "etag"], keep="first", maintain_order=True)
            objects = pl.concat([
                _newest.filter(~_guessed),
                _newest.filter(_guessed).join(
                    objects_history.filter(~_unreadable).select("uri").unique(), on="uri", how="anti"),
            ])


            """.ReplaceLineEndings("\n"));
    }

    static void WriteDeliveries(TextWriter output, EngineLake lake)
    {
        if (!lake.Columns.TryGetValue("copies", out var columns))
        {
            output.Write("# This lake has no table copies yet: the next ingest makes it. Then print this anew.\n\n");
            return;
        }

        output.Write($"""
            COPY_COLUMNS = [
            {List(columns)}]
            copies = pl.scan_delta(LAKE + "/copies").filter(_counted).select(COPY_COLUMNS)

            # Objects of which everything that was read under their URI is verified.
            _content = pl.coalesce("contentSha256", "sha256", "etag")
            verified_objects = objects.filter(pl.col("records") > 0).group_by("uri").agg(
                all=_content.n_unique(),
                valid=_content.filter(pl.col("verified") == "valid").n_unique(),
            ).filter(pl.col("all") == pl.col("valid")).select("uri")


            """.ReplaceLineEndings("\n"));
        if (lake.CopyRuns is not { } runs)
        {
            output.Write($"""
                # verified_events and deliveries are not here: this lake has more than
                # {EngineLake.MostCopyRuns} runs of copies, which other engines cannot follow over
                # their chains. The database of traillake connect --database has both views.


                """.ReplaceLineEndings("\n"));
            return;
        }

        output.Write($$"""
            # Records that are one event with those of the same group, as of now: print this
            # anew when copies has more rows.
            copy_groups = pl.LazyFrame(
                [{{string.Concat(runs.Select(run => $"\n        ({Text(run.Uri)}, {run.First}, {run.Last}, {run.Group}),"))}}],
                schema={"object_uri": pl.String, "first_index": pl.Int64, "last_index": pl.Int64,
                        "copy_group": pl.Int64}, orient="row")
            _own = copy_groups.rename({"first_index": "own_first", "last_index": "own_last"})
            _places = events.select("eventID", "sourceObject", "sourceIndex")
            _others = _places.join(
                _own, left_on="sourceObject", right_on="object_uri"
            ).filter(pl.col("sourceIndex").is_between("own_first", "own_last")).join(
                copy_groups, on="copy_group")

            # For each event every object that delivered it, and which record of it that was.
            deliveries = pl.concat([
                _places.with_columns(deliveredObject="sourceObject", deliveredIndex="sourceIndex"),
                _others.filter(
                    (pl.col("object_uri") != pl.col("sourceObject"))
                    | (pl.col("first_index") != pl.col("own_first"))
                ).select(
                    "eventID", "sourceObject", "sourceIndex", deliveredObject="object_uri",
                    deliveredIndex=pl.col("first_index") + pl.col("sourceIndex") - pl.col("own_first")),
            ])

            # Events of which any object that delivered them is verified.
            verified_events = events.join(
                deliveries.join(verified_objects, left_on="deliveredObject", right_on="uri",
                                how="semi"),
                on=["sourceObject", "sourceIndex"], how="semi")


            """.ReplaceLineEndings("\n"));
    }

    static bool IsJson(string column) => CloudTrailSchema.Nodes.Any(node => node.Name == column && node.Leaf?.Kind == ColumnKind.Json);

    // As many in a line as a screen is wide.
    static string List(IEnumerable<string> texts)
    {
        var lines = new List<string>();
        foreach (var text in texts.Select(text => Text(text) + ","))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + text.Length <= Width)
            {
                lines[^1] += " " + text;
            }
            else
            {
                lines.Add("    " + text);
            }
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    static string Text(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + "\"";
}
