using System;
using System.Text;

namespace TrailLake.Fuzz;

/// <summary>Small records of many shapes.</summary>
static class SampleRecord
{
    static readonly string[] s_values =
    [
        "null", "{}", "[]", "true", "-12.5e3", "\"\"", "\"a \\\"quoted\\\" \\\\ \\u00e9 text\"",
        "{\"bucketName\":\"b\",\"key\":\"k/{}[]:,\"}",
        "[1,2,{\"a\":[null]}]", "{\"policy\":\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\"}]}\"}", "\"日本語 \\ud83d\\ude00\"",
    ];

    public static string Make(Random random, string id)
    {
        var json = new StringBuilder("{\"eventVersion\":\"1.08\",");
        json.Append("\"userIdentity\":{\"type\":\"IAMUser\",\"accountId\":\"111122223333\",\"arn\":\"arn:aws:iam::111122223333:user/eve\"");
        if (random.Next(2) == 0)
        {
            json.Append(",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\"},\"attributes\":{\"mfaAuthenticated\":\"false\"}}");
        }

        json.Append("},\"eventTime\":\"2024-05-").Append(random.Next(1, 29).ToString("D2")).Append("T10:00:00Z\",");
        json.Append(
            "\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"awsRegion\":\"eu-west-1\","
                + "\"sourceIPAddress\":\"10.0.0.1\",");
        json.Append("\"requestParameters\":").Append(Value(random)).Append(",\"responseElements\":").Append(Value(random));
        if (random.Next(3) == 0)
        {
            json.Append(",\"resources\":[{\"ARN\":\"arn:aws:s3:::b\",\"accountId\":\"1\"},{}]");
        }

        if (random.Next(3) == 0)
        {
            json.Append(",\"novelty").Append(random.Next(5)).Append("\":").Append(Value(random));
        }

        return json.Append(random.Next(4) == 0 ? " ,\n \"eventID\" : \"" : ",\"eventID\":\"").Append(id)
            .Append("\",\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"111122223333\"}").ToString();
    }

    static string Value(Random random) => s_values[random.Next(s_values.Length)];
}
