using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Engine;

/// <summary>Which migrations to list, newest (by effective time) first.</summary>
/// <param name="CustomerId">Only this customer's.</param>
/// <param name="From">Effective at or after.</param>
/// <param name="To">Effective before.</param>
/// <param name="Cause">Only of this cause.</param>
/// <param name="Cursor">Where the previous page ended.</param>
/// <param name="Limit">1–1,000.</param>
public sealed record MigrationQuery(
    string? CustomerId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    MigrationCause? Cause = null,
    string? Cursor = null,
    int Limit = 100);
