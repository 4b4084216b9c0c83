namespace CustomerSegmentation.Migrations;

/// <summary>Migrations on record from one segment to another within a span of time, added up.</summary>
/// <param name="From">Id of the segment left; null for none.</param>
/// <param name="To">Id of the segment entered; null for none.</param>
/// <param name="IsRefit">Whether another model moved them, not their behaviour.</param>
/// <param name="IsFirst">Whether it was the customers' first: before it they were not known.</param>
/// <param name="Count">How many.</param>
/// <param name="DaysIn">Sum of the days from the beginning of the span to each.</param>
public sealed record MoveTally(string? From, string? To, bool IsRefit, bool IsFirst, long Count, double DaysIn);
