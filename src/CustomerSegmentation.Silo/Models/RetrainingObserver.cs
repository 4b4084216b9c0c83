using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo.Models;

/// <summary>Logs and measures what retraining does in this silo.</summary>
internal sealed class RetrainingObserver(EngineMetrics metrics, ILogger<RetrainingGrain> log) : IRetrainingObserver
{
    public void Fitted(int version, int k, int customers, TimeSpan elapsed) => log.Fitted(version, k, customers, elapsed);

    public void FitEnded(LastFit fit, Exception? failure)
    {
        if (failure is not null)
        {
            log.FitFailed(failure);
        }

        metrics.Count(fit);
        log.FitEnded(fit.Trigger, fit.Outcome, fit.Reason);
    }

    public void Drifted(PopulationDrift drift) => log.Drifted(drift.Worst.Name, drift.Worst.Index, drift.ModelVersion);

    public void Measured(PopulationDrift drift) => metrics.Measure(drift);

    public void ReviewFailed(Exception cause) => log.ReviewFailed(cause);
}
