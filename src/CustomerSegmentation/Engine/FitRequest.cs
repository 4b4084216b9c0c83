using CustomerSegmentation.Models;

namespace CustomerSegmentation.Engine;

/// <summary>How to fit a model to the customers of now.</summary>
/// <param name="K">Number of clusters; null to choose between <paramref name="MinK"/> and <paramref name="MaxK"/>.</param>
/// <param name="MinK">Smallest number tried; default 3.</param>
/// <param name="MaxK">Largest number tried; default 10.</param>
/// <param name="Algorithm">The algorithm: <c>kmeans</c>, which is the default, or <c>gaussianMixture</c>.</param>
/// <param name="Seed">The same seed on the same customers gives the same model.</param>
/// <param name="Publish">Put it in force at once.</param>
public sealed record FitRequest(
    int? K = null, int? MinK = null, int? MaxK = null, string? Algorithm = null, ulong? Seed = null, bool Publish = false);

/// <summary>A fitted candidate and what publishing it would do.</summary>
public sealed record FitOutcome(ModelRecord Model, PublishPreview Preview);

/// <summary>Who would move where if the model were published now.</summary>
/// <param name="Customers">Customers that are in a segment.</param>
/// <param name="Moved">Customers whose segment would change.</param>
/// <param name="Moves">Every pair of segments with customers that would move.</param>
public sealed record PublishPreview(long Customers, long Moved, IReadOnlyList<PreviewMove> Moves);

/// <summary>One way that customers would move; segments by id.</summary>
public sealed record PreviewMove(string? From, string To, long Customers);

/// <summary>A fit that cannot be done as asked, with the reason in a sentence.</summary>
public sealed class FitRefusedException(string code, string reason) : Exception(reason)
{
    /// <summary>A code for programs.</summary>
    public string Code { get; } = code;
}
