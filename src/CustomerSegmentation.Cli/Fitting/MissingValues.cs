namespace CustomerSegmentation.Cli.Fitting;

/// <summary>What a column lacks.</summary>
/// <param name="Column">The column.</param>
/// <param name="Count">Rows without a value.</param>
/// <param name="FirstLine">The line of the first of them.</param>
internal sealed record MissingValues(string Column, int Count, long FirstLine);
