using System;
using System.Collections.Generic;

namespace TrailLake.Tests.Support;

/// <summary>The keys of an organization's archive, with what else such a bucket holds. Each object holds its key.</summary>
static class OrganizationKeys
{
    public static IEnumerable<string> All()
    {
        foreach (string account in new[] { "111111111111", "222222222222" })
        {
            foreach (string region in new[] { "eu-west-1", "us-east-1", "us-gov-west-1", "xx-scrubbed" })
            {
                // One stream needs more than one page.
                int days = account[0] == '1' && region == "us-east-1" ? 1_300 : 150;
                for (int day = 0; day < days; day++)
                {
                    var date = new DateTime(2021, 1, 1, 0, 5, 0, DateTimeKind.Utc).AddDays(day);
                    yield return $"org/AWSLogs/o-exampleorgid/{account}/CloudTrail/{region}/{date:yyyy'/'MM'/'dd}/"
                        + $"{account}_CloudTrail_{region}_{date:yyyyMMdd'T'HHmm'Z'}_AAAAAAAAAAAAAAAA.json.gz";
                }
            }
        }

        yield return "org/AWSLogs/o-exampleorgid/111111111111/CloudTrail-Digest/us-east-1/2021/01/02/"
            + "111111111111_CloudTrail-Digest_us-east-1_t_us-east-1_20210102T000000Z.json.gz";
        yield return "org/AWSLogs/o-exampleorgid/111111111111/Config/us-east-1/2021/1/10/ConfigHistory/a.json.gz";
        yield return "org/AWSLogs/o-exampleorgid/111111111111/Config/us-east-1/2021/1/9/ConfigHistory/a.json.gz";
        yield return "org/AWSLogs/o-exampleorgid/111111111111/vpcflowlogs/us-east-1/2021/01/01/a.log.gz";
        yield return "org/AWSLogs/o-exampleorgid/111111111111/vpcflowlogs/us-east-1/2021/01/01/b.log.gz";
        yield return "org/AWSLogs/";
        yield return "org/notes \u00fc+%.json";
        for (int i = 0; i < 20; i++)
        {
            yield return $"flat/{(i % 2) + 1}11111111111_CloudTrail_us-east-1_202101{20 - i:00}T0000Z_x.json";
        }
    }

    /// <summary>What the object of a key holds.</summary>
    public static string Content(string key) => key.EndsWith('/') ? "" : key;
}
