using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Identity;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Tests.Models;

public sealed class RetrainingTests : IRetrainingObserver, IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EngineOptions Options = new() { MinimumCustomersToFit = 30 };

    private readonly ModelsInMemory _models = new(Options);
    private readonly MadeUpPopulation _population;
    private readonly Retraining _retraining;
    private readonly List<(LastFit Fit, Exception? Failure)> _ended = [];

    public RetrainingTests()
    {
        _population = new(_models);
        _retraining = new(_models, _population, Options, this);
    }

    [Fact]
    public async Task A_fit_that_another_publication_crosses_continues_the_segments_of_that_one()
    {
        await FitAsync(new(K: 3, Publish: true));
        var second = await FitAsync(new(K: 5));
        _population.WhenCompared = () => _models.PublishAsync(second.Model.Version);

        var third = await FitAsync(new(K: 5));

        third.Lineage!.Since.ShouldBe(2);
        // The same fit on the same customers: all of them stay where the second model has put them.
        third.Model.Segments.Select(segment => segment.Id).ShouldBe(second.Model.Segments.Select(segment => segment.Id));
    }

    [Fact]
    public async Task Fits_exclude_each_other()
    {
        var gate = new TaskCompletionSource();
        _population.Open = gate.Task;

        var first = FitAsync(new(K: 3));
        var second = FitAsync(new(K: 4));
        _population.Questions.ShouldBe(1);
        gate.SetResult();

        (await first).Model.Version.ShouldBe(1);
        (await second).Model.Version.ShouldBe(2);
        (await first).Model.Segments.Select(segment => segment.Id)
            .Intersect((await second).Model.Segments.Select(segment => segment.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fit_leaves_the_scheduler_of_whoever_asked_to_others()
    {
        // Of one turn at a time and in order, as a grain's.
        var turns = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _population.Open = gate.Task;
        var compared = false;
        _population.WhenCompared = () =>
        {
            compared = true;
            return Task.CompletedTask;
        };

        var fit = await turns.StartNew(() => FitAsync(new(K: 3)), TestContext.Current.CancellationToken);
        var other = await turns.StartNew(
            () =>
            {
                gate.SetResult();
                return turns.StartNew(() => compared); // comes right after the turn in which the customers arrive
            },
            TestContext.Current.CancellationToken);

        (await other).ShouldBeFalse("the whole fit was one turn");
        await fit;
        compared.ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_is_noted_and_is_no_failure()
    {
        await Should.ThrowAsync<FitRefusedException>(() => FitAsync(new(K: 0)));

        _ended.ShouldHaveSingleItem().Failure.ShouldBeNull();
        _models.LastFit.ShouldBe(_ended[0].Fit);
        _models.LastFit!.Outcome.ShouldBe(FitResult.Refused);
    }

    [Fact]
    public async Task A_fit_that_breaks_is_told_with_what_broke_it_and_the_next_one_may_go_on()
    {
        _population.Open = Task.FromException(new InvalidOperationException("Storage is away."));
        await Should.ThrowAsync<InvalidOperationException>(() => FitAsync(new(K: 3)));
        _ended.ShouldHaveSingleItem().Failure!.Message.ShouldBe("Storage is away.");
        _models.LastFit!.Outcome.ShouldBe(FitResult.Failed);

        _population.Open = Task.CompletedTask;
        (await FitAsync(new(K: 3))).Model.Version.ShouldBe(1);
    }

    void IRetrainingObserver.Fitted(int version, int k, int customers, TimeSpan elapsed) => customers.ShouldBe(120);

    void IRetrainingObserver.FitEnded(LastFit fit, Exception? failure) => _ended.Add((fit, failure));

    void IRetrainingObserver.Drifted(PopulationDrift drift)
    {
    }

    void IRetrainingObserver.Measured(PopulationDrift drift)
    {
    }

    void IRetrainingObserver.ReviewFailed(Exception cause)
    {
    }

    public void Dispose() => _retraining.Dispose();

    private async Task<ModelRecord> FitAsync(FitRequest request) =>
        (await _retraining.FitAsync(request, FitTrigger.Asked, At, TestContext.Current.CancellationToken)).Model;
}
