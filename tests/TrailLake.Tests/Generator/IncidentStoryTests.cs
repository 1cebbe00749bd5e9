using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrailLake.Generator.Story;
using Xunit;

namespace TrailLake.Tests.Generator;

public sealed class IncidentStoryTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("traillake-story-").FullName;
    readonly IncidentFacts _facts;
    readonly List<JsonElement> _records;

    public IncidentStoryTests()
    {
        _facts = IncidentStory.Write(_folder);
        _records = [.. GeneratedArchive.RecordsOf(_folder).Select(r => r.Record)];
    }

    [Fact]
    public void Write_Counts_AreTheFacts()
    {
        Assert.Equal(_facts.Events, _records.Count);
        Assert.Equal(_facts.Events, _records.Select(r => Text(r, "eventID")).Distinct().Count());
        Assert.Equal(_facts.Objects, GeneratedArchive.KeysOf(_folder).Count);
        Assert.InRange(_facts.StoryEvents, 60, 200);
        Assert.Equal(3, _records.Select(r => Text(r, "recipientAccountId")).Distinct().Count());
    }

    [Fact]
    public void Write_DeletedBucket_HasOneDeletionAndTwoLookAlikes()
    {
        var deletions = Named("DeleteBucket").ToList();
        var deletion = Assert.Single(
            deletions, d => Parameter(d, "bucketName") == IncidentStory.Bucket && !d.TryGetProperty("errorCode", out _));

        Assert.Equal(3, deletions.Count);
        Assert.Single(deletions, d => Parameter(d, "bucketName") == IncidentStory.SimilarBucket);
        Assert.Single(deletions, d => d.TryGetProperty("errorCode", out var code) && code.GetString() == "AccessDenied");
        Assert.Equal(_facts.DeletionEventId, Text(deletion, "eventID"));
        Assert.Equal(_facts.DeletionTime, deletion.GetProperty("eventTime").GetDateTime().ToUniversalTime());
        Assert.Equal(_facts.DeletionArn, Text(deletion.GetProperty("userIdentity"), "arn"));
        Assert.Equal(_facts.DeletionAccessKey, Text(deletion.GetProperty("userIdentity"), "accessKeyId"));
        Assert.Equal(IncidentStory.AttackerAddress, Text(deletion, "sourceIPAddress"));
        Assert.Equal(_facts.DeletionUserAgent, Text(deletion, "userAgent"));
        Assert.Equal(_facts.DeletionRequest, deletion.GetProperty("requestParameters").GetRawText());
    }

    [Fact]
    public void Write_Chain_LeadsFromTheDeletionToTheLeakedKey()
    {
        var issue = Assert.Single(
            Named("AssumeRole"),
            r => r.GetProperty("responseElements").GetRawText().Contains(_facts.DeletionAccessKey, StringComparison.Ordinal));

        Assert.Equal(_facts.AssumeRoleEventId, Text(issue, "eventID"));
        Assert.Equal(_facts.LeakedAccessKey, Text(issue.GetProperty("userIdentity"), "accessKeyId"));
        Assert.Equal(IncidentStory.LeakedUser, Text(issue.GetProperty("userIdentity"), "userName"));
        Assert.Equal(2, _records.Where(r => KeyOf(r) == _facts.LeakedAccessKey).Select(r => Text(r, "sourceIPAddress")).Distinct().Count());
    }

    [Fact]
    public void Write_ForeignReads_AreTwoRecordsWithOneSharedId()
    {
        var pair = _records.Where(r => r.TryGetProperty("sharedEventID", out var id) && id.GetString() == _facts.SharedEventId).ToList();

        Assert.Equal(2, pair.Count);
        Assert.Equal(
            [IncidentStory.VictimAccount, IncidentStory.OtherAccount],
            pair.Select(r => Text(r, "recipientAccountId")).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["AWSAccount", "AssumedRole"], pair.Select(r => Text(r.GetProperty("userIdentity"), "type")).Order(StringComparer.Ordinal));
        Assert.All(pair, r => Assert.Equal("Data", Text(r, "eventCategory")));
    }

    [Theory]
    [InlineData("CreateUser", "userName", IncidentStory.BackdoorUser)]
    [InlineData("CreateAccessKey", "userName", IncidentStory.BackdoorUser)]
    [InlineData("AttachUserPolicy", "policyArn", "arn:aws:iam::aws:policy/AdministratorAccess")]
    [InlineData("AuthorizeSecurityGroupIngress", "groupId", IncidentStory.SecurityGroup)]
    [InlineData("UpdateFunctionCode20150331v2", "functionName", IncidentStory.Function)]
    [InlineData("ModifyDBInstance", "dBInstanceIdentifier", IncidentStory.Database)]
    [InlineData("DeleteDBInstance", "dBInstanceIdentifier", IncidentStory.Database)]
    [InlineData("StopLogging", "name", "arn:aws:cloudtrail:us-east-1:111122223333:trail/northwind-account-trail")]
    [InlineData("PutBucketPolicy", "bucketName", IncidentStory.Bucket)]
    [InlineData("DeleteObjects", "bucketName", IncidentStory.Bucket)]
    public void Write_Session_DidIt(string name, string parameter, string value)
    {
        var calls = Named(name).Where(r => KeyOf(r) == _facts.DeletionAccessKey).ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls, r => Assert.Equal(value, Parameter(r, parameter)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    IEnumerable<JsonElement> Named(string name) => _records.Where(r => Text(r, "eventName") == name);

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static string Parameter(JsonElement record, string name) => Text(record.GetProperty("requestParameters"), name);

    static string? KeyOf(JsonElement record) =>
        record.GetProperty("userIdentity").TryGetProperty("accessKeyId", out var key) ? key.GetString() : null;
}
