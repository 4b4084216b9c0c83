using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Engine;

/// <summary>How to fit a model to the customers of now.</summary>
/// <param name="K">Number of clusters; null to choose between <paramref name="MinK"/> and <paramref name="MaxK"/>.</param>
/// <param name="MinK">Smallest number tried; default 3.</param>
/// <param name="MaxK">Largest number tried; default 10.</param>
/// <param name="Algorithm">The algorithm: <c>kmeans</c>, which is the default, or <c>gaussianMixture</c>.</param>
/// <param name="Seed">The same seed on the same customers gives the same model.</param>
/// <param name="Publish">Put it in force at once, whatever its gates say: whoever asks takes that upon themselves.</param>
public sealed record FitRequest(
    int? K = null, int? MinK = null, int? MaxK = null, string? Algorithm = null, ulong? Seed = null, bool Publish = false);

/// <summary>A fitted candidate, with its gates, and what publishing it would do.</summary>
/// <param name="Model">The candidate, or what it has become.</param>
/// <param name="Preview">Who would move where.</param>
/// <param name="Overlap">What the preview was made of.</param>
public sealed record FitOutcome(ModelRecord Model, PublishPreview Preview, MembershipOverlap Overlap);

/// <summary>A fit that cannot be done as asked, with the reason in a sentence.</summary>
public sealed class FitRefusedException(string code, string reason) : Exception(reason)
{
    /// <summary>A code for programs.</summary>
    public string Code { get; } = code;
}
