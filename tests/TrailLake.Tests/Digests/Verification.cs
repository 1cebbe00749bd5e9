using System.Collections.Generic;
using System.Linq;
using TrailLake.Digests;
using Xunit;

namespace TrailLake.Tests.Digests;

/// <summary>What a verification of a test said.</summary>
sealed record Verification(IReadOnlyList<DigestVerdict> Verdicts, DigestVerificationReport Report)
{
    /// <summary>All that is not valid, as <c>state kind uri</c>, in order.</summary>
    public IReadOnlyList<string> Complaints =>
        [.. Verdicts.Where(verdict => verdict.State != DigestState.Valid)
            .Select(verdict => $"{DigestStateText.Of(verdict.State)} {verdict.Kind} {verdict.Uri}")];

    /// <summary>The one verdict about a URI.</summary>
    public DigestVerdict Of(string uri) => Assert.Single(Verdicts, verdict => verdict.Uri == uri && verdict.Kind != DigestVerdictKind.Gap);

    /// <summary>Everything valid, so many verdicts.</summary>
    public void AssertValid(int count)
    {
        Assert.Empty(Complaints);
        Assert.Equal(count, Verdicts.Count);
        Assert.True(Report.IsValid);
    }

    /// <summary>These complaints and no other, in any order.</summary>
    public void AssertComplaints(params string[] expected)
    {
        Assert.Equal(expected.Order(System.StringComparer.Ordinal), Complaints.Order(System.StringComparer.Ordinal));
        Assert.False(Report.IsValid);
    }
}
