namespace TrailLake.Query.Values;

/// <summary>A column without a type: every value is NULL.</summary>
sealed class NullReader : VectorReader
{
    public override bool IsNull(ulong row) => true;

    public override string GetText(ulong row) => "";
}
