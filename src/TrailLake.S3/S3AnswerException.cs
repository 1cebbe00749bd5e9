using System;
using System.IO;

namespace TrailLake.S3;

/// <summary>An answer that no S3 server gives: asking again would bring the same. The message is for a person.</summary>
sealed class S3AnswerException(string message) : IOException(message)
{
    public static S3AnswerException? In(Exception? error)
    {
        while (error is not null and not S3AnswerException)
        {
            error = error.InnerException;
        }

        return (S3AnswerException?)error;
    }
}
