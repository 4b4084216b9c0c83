using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Tests.Models;

/// <summary>Reviews under the event clock: what waits for them, and what they propose.</summary>
public sealed class RefitReviewTests : IRetrainingObserver, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ModelsInMemory _models;
    private readonly MadeUpPopulation _population;
    private readonly Retraining _retraining;
    private readonly RefitReview _review;
    private readonly EventStream _stream = new(() => Noon);
    private readonly List<RefitState> _kept = [];
    private int _measured;

    public RefitReviewTests()
    {
        var options = OptionsOf(RefitPublish.Approve);
        _models = new(options);
        _population = new(_models);
        _retraining = new(_models, _population, options, this);
        _review = ReviewOf(_retraining, options);
    }

    public void Dispose()
    {
        _review.Dispose();
        _retraining.Dispose();
        _stream.Dispose();
    }

    [Fact]
    public async Task Events_do_not_wait_for_a_proposal()
    {
        await DriftAsync();
        var kept = new TaskCompletionSource();
        _models.Open = kept.Task;

        (await LetInAsync(_review, day: 1)).ShouldBe(1);
        (await LetInAsync(_review, day: 2)).ShouldBe(1);
        _measured.ShouldBe(2, "drift is looked at every day meanwhile");
        var proposed = _review.ProposedAsync();
        proposed.IsCompleted.ShouldBeFalse();
        _kept.ShouldBeEmpty("what a stop would cut short is proposed again");
        kept.SetResult();
        await proposed;

        _models.Registry.Versions[2].ShouldSatisfyAllConditions(
            model => model.Status.ShouldBe(ModelStatus.Candidate),
            model => model.Trigger.ShouldBe(FitTrigger.Drift),
            model => model.FittedAt.ShouldBe(Midnight(1)));
        _kept.ShouldHaveSingleItem().LastRefitForDrift.ShouldBe(Midnight(1));
    }

    [Fact]
    public async Task Events_wait_for_a_fit_that_may_be_published_at_once()
    {
        var options = OptionsOf(RefitPublish.Auto);
        using var retraining = new Retraining(_models, _population, options, this);
        using var review = ReviewOf(retraining, options);
        await DriftAsync();
        var kept = new TaskCompletionSource();
        _models.Open = kept.Task;

        var letIn = LetInAsync(review, day: 1);
        letIn.IsCompleted.ShouldBeFalse();
        kept.SetResult();
        await letIn;

        _models.Registry.InForce.Model.Version.ShouldBe(2);
        _models.Registry.InForce.PublishedAt.ShouldBe(Midnight(1));
    }

    [Fact]
    public async Task Drift_that_was_proposed_is_proposed_again_after_a_while_and_then_takes_the_place_of_the_first()
    {
        await DriftAsync();
        for (var day = 1; day <= 31; day++)
        {
            await LetInAsync(_review, day);
            await _review.ProposedAsync();
            _models.Registry.Versions.Count.ShouldBe(day <= 30 ? 3 : 4, $"rules, the first fit and its proposals on day {day}");
        }

        _models.Registry.Versions[2].Status.ShouldBe(ModelStatus.Retired);
        _models.Registry.Versions[3].Status.ShouldBe(ModelStatus.Candidate);
        await _retraining.FitAsync(new(K: 3), FitTrigger.Asked, Midnight(31), CancellationToken.None);
        _models.Registry.Versions[3].Status.ShouldBe(ModelStatus.Candidate, "what a person asks for is no proposal");
    }

    void IRetrainingObserver.Fitted(int version, int k, int customers, TimeSpan elapsed)
    {
    }

    void IRetrainingObserver.FitEnded(LastFit fit, Exception? failure) => failure.ShouldBeNull();

    void IRetrainingObserver.Drifted(PopulationDrift drift)
    {
    }

    void IRetrainingObserver.Measured(PopulationDrift drift) => _measured++;

    void IRetrainingObserver.ReviewFailed(Exception cause) => throw cause;

    /// <summary>Puts a fit in force, and has everybody buy otherwise since.</summary>
    private async Task DriftAsync()
    {
        await _retraining.FitAsync(new(K: 3, Publish: true), FitTrigger.Asked, Noon, CancellationToken.None);
        _population.Shift();
    }

    private static DateTimeOffset Midnight(int day) => Noon.Date.AddDays(day) is var date ? new(date, TimeSpan.Zero) : default;

    private async Task<int> LetInAsync(RefitReview review, int day) =>
        await review.MakeWayAsync(_stream, _ => Noon.AddDays(day), 0, 1, Noon.AddYears(1), CancellationToken.None);

    private static EngineOptions OptionsOf(RefitPublish publish) => new()
    {
        Clock = EngineClock.Event,
        MinimumCustomersToFit = 30,
        Refit = new() { Publish = publish, Gates = new() { SmallestShare = 0, Silhouette = -1, Drift = double.MaxValue } },
    };

    private RefitReview ReviewOf(Retraining retraining, EngineOptions options)
    {
        var review = new RefitReview(
            retraining,
            _models,
            _population,
            options.Refit,
            EngineClock.Event,
            state =>
            {
                _kept.Add(state);
                return Task.CompletedTask;
            },
            this);
        review.Resume(RefitState.New, Noon);
        return review;
    }
}
