using CustomerSegmentation.Engine;
using Microsoft.Extensions.Hosting;

namespace CustomerSegmentation.Edge.Dashboard.Jobs;

/// <summary>
/// Fits and publications that are asked for on pages of this host, one at a time. They may take longer than a browser
/// waits, so they go on by themselves, and pages say how far they are.
/// </summary>
internal sealed class JobQueue(ISegmentationEngine engine, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private readonly Lock _gate = new();
    private Task _work = Task.CompletedTask;
    private volatile BackgroundJob? _last;

    /// <summary>What was asked for last; null before the first.</summary>
    public BackgroundJob? Last => _last;

    /// <summary>Fits a candidate; false, and nothing happens, while something else goes on.</summary>
    public bool Fit(FitRequest request) => Begin("Fitting a candidate", async stopping =>
    {
        var fit = await engine.FitAsync(request, stopping);
        var version = fit.Model.Model.Version;
        return (version, $"Version {version} is a candidate with {fit.Model.Model.Segments.Count} segments. Look at who would move, then publish it or leave it.");
    });

    /// <summary>Puts a version in force; false, and nothing happens, while something else goes on.</summary>
    /// <param name="version">Which.</param>
    /// <param name="replaces">The version that was in force when whoever asks looked at what it would change.</param>
    public bool Publish(int version, int replaces) => Begin($"Publishing version {version}", async stopping =>
    {
        var inForce = (await engine.ModelsAsync(stopping)).First(model => model.Status == Models.ModelStatus.Published).Model.Version;
        if (inForce != replaces)
        {
            throw new JobRefusedException($"Version {inForce} has come into force since the preview was shown. Look at who would move now, and publish again.");
        }

        return await engine.PublishAsync(version, stopping) is null
            ? throw new JobRefusedException($"There is no version {version}.")
            : (version, $"Version {version} is in force, and everybody has been assigned by it.");
    });

    /// <summary>Says that something was asked for that makes no sense.</summary>
    public bool Refuse(string name, string reason) => Begin(name, _ => throw new JobRefusedException(reason));

    /// <summary>Complete when the running job has ended, or after the timeout.</summary>
    public Task EndedAsync(TimeSpan timeout)
    {
        lock (_gate)
        {
            return Task.WhenAny(_work, Task.Delay(timeout, time));
        }
    }

    private bool Begin(string name, Func<CancellationToken, Task<(int Version, string Outcome)>> work)
    {
        lock (_gate)
        {
            if (_last is { Ended: null })
            {
                return false;
            }

            var begun = _last = new(name, time.GetUtcNow());
            _work = RunAsync(begun, work);
            return true;
        }
    }

    private async Task RunAsync(BackgroundJob begun, Func<CancellationToken, Task<(int Version, string Outcome)>> work)
    {
        await Task.Yield(); // not under the lock
        try
        {
            var (version, outcome) = await work(lifetime.ApplicationStopping);
            End(succeeded: true, outcome, version);
        }
        catch (Exception e) when (e is FitRefusedException or JobRefusedException)
        {
            End(succeeded: false, e.Message, version: null);
        }
        catch (TimeoutException)
        {
            End(succeeded: false, "There was no answer in time: whether it is done is open. The list of versions shows it.", version: null);
        }
        catch (OperationCanceledException)
        {
            End(succeeded: false, "The host stopped before it was done.", version: null);
        }
        catch (Exception e)
        {
            // Nobody waits for it: the page is the only place where it can be said.
            End(succeeded: false, $"It broke: {e.Message}", version: null);
        }

        void End(bool succeeded, string outcome, int? version) =>
            _last = begun with { Ended = time.GetUtcNow(), Succeeded = succeeded, Outcome = outcome, Version = version };
    }

    private sealed class JobRefusedException(string reason) : Exception(reason);
}
