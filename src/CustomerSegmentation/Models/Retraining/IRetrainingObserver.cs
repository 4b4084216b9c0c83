using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Drift;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>Hears what retraining does: a host logs and measures it. Nothing that it does may throw.</summary>
public interface IRetrainingObserver
{
    /// <summary>A fit gave a candidate, which is kept.</summary>
    /// <param name="version">Of the candidate.</param>
    /// <param name="k">How many segments it has.</param>
    /// <param name="customers">How many customers it was fitted to.</param>
    /// <param name="elapsed">From the first question about them until it was kept.</param>
    void Fitted(int version, int k, int customers, TimeSpan elapsed);

    /// <summary>A fit has ended, whatever came of it.</summary>
    /// <param name="fit">What came of it.</param>
    /// <param name="failure">What broke it; null where nothing did, a refusal included.</param>
    void FitEnded(LastFit fit, Exception? failure);

    /// <summary>The customers have drifted too far; a refit follows.</summary>
    void Drifted(PopulationDrift drift);

    /// <summary>Drift was measured, whatever follows.</summary>
    void Measured(PopulationDrift drift);

    /// <summary>A review broke. The model in force stays, and the next review makes up for it.</summary>
    void ReviewFailed(Exception cause);
}
