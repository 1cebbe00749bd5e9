using System.Collections.Generic;
using System.IO;
using System.Text;
using TrailLake.DeltaLog;
using TrailLake.Storage;
using Xunit;

namespace TrailLake.Tests.Lake.DeltaLog;

public sealed class ActionTests
{
    [Fact]
    public void WriteCommit_GivesOneLineForEachAction()
    {
        var text = Encoding.UTF8.GetString(ActionWriter.WriteCommit(
        [
            new ProtocolAction(1, 2),
            new MetadataAction("id", "events", "{}", ["date"], new Dictionary<string, string>(), 7),
            new TxnAction("app", 1, null),
            new AddAction(
                "a%252Fb", new Dictionary<string, string?> { ["date"] = null }, 3, 4, true, "{\"numRecords\":1}",
                new Dictionary<string, string> { ["k"] = "<\n>" }),
            new RemoveAction("a", 5, false, new Dictionary<string, string?>(), 6),
            new CommitInfoAction(8, "WRITE", new Dictionary<string, string> { ["mode"] = "Append" }, "TrailLake/1"),
        ]));
        Assert.Equal(
            """
            {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
            {"metaData":{"id":"id","name":"events","format":{"provider":"parquet","options":{}},"schemaString":"{}","partitionColumns":["date"],"configuration":{},"createdTime":7}}
            {"txn":{"appId":"app","version":1}}
            {"add":{"path":"a%252Fb","partitionValues":{"date":null},"size":3,"modificationTime":4,"dataChange":true,"stats":"{\"numRecords\":1}","tags":{"k":"<\n>"}}}
            {"remove":{"path":"a","deletionTimestamp":5,"dataChange":false,"extendedFileMetadata":true,"partitionValues":{},"size":6}}
            {"commitInfo":{"timestamp":8,"operation":"WRITE","operationParameters":{"mode":"Append"},"engineInfo":"TrailLake/1"}}

            """,
            text);
    }

    [Fact]
    public void ReadCommit_OfWhatWasWritten_GivesItBack()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, ActionWriter.WriteCommit(
            [
                new ProtocolAction(1, 2),
                new MetadataAction(
                    "id", "events", "{\"a\":\"\\\"\"}", ["date", "account"], new Dictionary<string, string> { ["c"] = "d" }, 7),
                new TxnAction("app", 1, 9),
                new AddAction("p", new Dictionary<string, string?> { ["account"] = "é\u0001\"" }, 3, 4, true, "{}", null),
                new RemoveAction("a", 5, false, new Dictionary<string, string?>(), 6),
            ]));

            var actions = ActionReader.ReadCommit(FolderStorage.FileAt(path));

            Assert.Equal(new ProtocolAction(1, 2), actions[0]);
            Assert.Equivalent(new MetadataAction(
                "id", "events", "{\"a\":\"\\\"\"}", ["date", "account"], new Dictionary<string, string> { ["c"] = "d" },
                7), actions[1], strict: true);
            Assert.Equal(new TxnAction("app", 1, 9), actions[2]);
            Assert.Equivalent(
                new AddAction("p", new Dictionary<string, string?> { ["account"] = "é\u0001\"" }, 3, 4, true, "{}", null),
                actions[3],
                strict: true);
            Assert.Equivalent(new RemoveAction("a", 5, false, new Dictionary<string, string?>(), 6), actions[4], strict: true);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("date=2026-03-01/account=123/part-1.parquet", "date=2026-03-01/account=123/part-1.parquet")]
    [InlineData("account=a%2Fb/x", "account=a%252Fb/x")]
    [InlineData("a b/é?#", "a%20b/%C3%A9%3F%23")]
    public void DeltaPath_EncodesAndDecodes(string path, string encoded)
    {
        Assert.Equal(encoded, DeltaPath.Encode(path));
        Assert.Equal(path, DeltaPath.Decode(encoded));
    }
}
