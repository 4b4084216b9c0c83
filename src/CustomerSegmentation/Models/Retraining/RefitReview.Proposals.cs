using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Drift;

namespace CustomerSegmentation.Models.Retraining;

/// <content>What a review finds, and the fits that come of it.</content>
public sealed partial class RefitReview
{
    /// <summary>So many customers may be kept for fits that are to come; where there are more, events wait for a fit.</summary>
    private const int MaxWaitingCustomers = 4_000_000;

    private Task _proposing = Task.CompletedTask; // the fits beside the stream, one after the other; it never fails
    private int _waitingCustomers;

    /// <summary>Whether fits are made beside the stream: nothing that they lead to concerns the events that follow.</summary>
    private bool IsBeside => IsEventClock && options.Publish == RefitPublish.Approve;

    /// <summary>
    /// Complete once no proposal is being made beside the stream: whoever asks for a fit, or publishes, does so after whatever was
    /// proposed before.
    /// </summary>
    public async Task ProposedAsync(CancellationToken cancellation = default)
    {
        while (_proposing is { IsCompleted: false } proposing)
        {
            await proposing.WaitAsync(cancellation);
        }
    }

    private async Task<RefitState> ReviewAsync(bool scheduled, DateTimeOffset at)
    {
        var looks = scheduled ? IsBeside : MeasuresDrift;
        var everyone = looks ? await population.SnapshotAsync(at) : null;
        var drift = await MeasureDriftAsync(everyone, at);
        var state = _state;
        if (!scheduled)
        {
            if (drift is null || !_calendar.AsksForRefit(drift, at, _state))
            {
                return _state;
            }

            watch.Drifted(drift);
            state = _state.RefittedFor(drift, at);
        }

        var trigger = scheduled ? FitTrigger.Schedule : FitTrigger.Drift;
        if (IsBeside)
        {
            await ProposeBesideAsync(trigger, at, everyone!, state.Through(at));
            return state;
        }

        await RefitAsync(trigger, at, everyone: null);
        await MeasureDriftAsync(MeasuresDrift ? await population.SnapshotAsync(at) : null, at);
        return state;
    }

    /// <summary>Whether anybody asks how far the customers are from those of the model in force, and it can be told.</summary>
    private bool MeasuresDrift => options.Drift is not null && models.Registry.InForce.Profile is not null;

    private async Task<PopulationDrift?> MeasureDriftAsync(PopulationSnapshot? everyone, DateTimeOffset at)
    {
        var inForce = models.Registry.InForce;
        if (!MeasuresDrift || everyone is null || inForce.Profile is not { } profile)
        {
            return null;
        }

        var drift = await Task.Run(() => profile.Drift(everyone.Columns, inForce.Model.Version, at)); // sorts all of them
        watch.Measured(drift);
        return drift;
    }

    /// <summary>Complete once the fit may be made while events go on: at once, unless too many customers wait for one.</summary>
    private async Task ProposeBesideAsync(FitTrigger trigger, DateTimeOffset at, PopulationSnapshot everyone, RefitState state)
    {
        var before = _proposing;
        if (_waitingCustomers > 0 && _waitingCustomers + everyone.Columns.Customers > MaxWaitingCustomers)
        {
            await before;
        }

        Interlocked.Add(ref _waitingCustomers, everyone.Columns.Customers);
        _proposing = ProposeAsync(before, trigger, at, everyone, state);
    }

    private async Task ProposeAsync(
        Task before, FitTrigger trigger, DateTimeOffset at, PopulationSnapshot everyone, RefitState state)
    {
        await before;
        try
        {
            await RefitAsync(trigger, at, everyone);
            await keep(state); // only now: what a stop cuts short is proposed when drift is looked at next, or at the next date
        }
        catch (OperationCanceledException)
        {
            // The engine stops.
        }
        catch (Exception e)
        {
            watch.ReviewFailed(e);
        }
        finally
        {
            Interlocked.Add(ref _waitingCustomers, -everyone.Columns.Customers);
        }
    }

    private async Task RefitAsync(FitTrigger trigger, DateTimeOffset at, PopulationSnapshot? everyone)
    {
        try
        {
            // The algorithm that somebody chose stays; the number of segments is chosen anew.
            var inForce = models.Registry.InForce;
            await retraining.FitAsync(
                new FitRequest(Algorithm: inForce.Model is ScaledModel ? inForce.Algorithm : null),
                trigger,
                at,
                _stopping.Token,
                everyone);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It was noted, and whoever watches has heard of it; the model in force stays, and the calendar goes on.
        }
    }
}
