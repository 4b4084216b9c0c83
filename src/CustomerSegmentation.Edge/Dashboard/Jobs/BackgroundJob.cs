namespace CustomerSegmentation.Edge.Dashboard.Jobs;

/// <summary>A fit or a publication that somebody asked for on a page, and what became of it.</summary>
/// <param name="Name">What is done, such as <c>Fitting a candidate</c>.</param>
/// <param name="Since">When it began, on the wall.</param>
/// <param name="Ended">When it ended; null while it goes on.</param>
/// <param name="Succeeded">Whether it did what was asked; false while it goes on.</param>
/// <param name="Outcome">What became of it, in a sentence; null while it goes on.</param>
/// <param name="Version">The version it gave or put in force.</param>
internal sealed record BackgroundJob(
    string Name, DateTimeOffset Since, DateTimeOffset? Ended = null, bool Succeeded = false, string? Outcome = null, int? Version = null);
