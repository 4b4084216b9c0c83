using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Tests.Models;

public sealed class ModelRegistryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EngineOptions Options = new();
    private static readonly EngineOptions OtherRules = new() { Rules = new() { RecencyDays = [7, 14, 21, 28] } };

    [Fact]
    public void A_start_under_the_same_terms_publishes_nothing()
    {
        var registry = ModelRegistry.Of(Options);

        registry.UnderTerms(Options, termsAreThoseOnRecord: true, Now, out var changed, out var rulesChanged).ShouldBeSameAs(registry);
        (changed, rulesChanged).ShouldBe((false, false));
    }

    [Fact]
    public void Another_window_is_a_publication_of_the_model_in_force()
    {
        var registry = Published(Fitted("s1"), ModelRegistry.Of(Options), ordinal: 1);

        var next = registry.UnderTerms(Options, termsAreThoseOnRecord: false, Now, out var changed, out var rulesChanged);

        (changed, rulesChanged).ShouldBe((true, false));
        next.Terms.Publication.ShouldBe(new Publication(registry.Terms.Model, 2, Now));
        next.InForce.PublishedAt.ShouldBe(Now);
    }

    [Fact]
    public void Other_rules_are_a_publication_only_while_rules_are_in_force()
    {
        var first = ModelRegistry.Of(Options).UnderTerms(OtherRules, true, Now, out var changed, out var rulesChanged);
        (changed, rulesChanged, first.Terms.Publication.Ordinal).ShouldBe((true, true, 1));
        first.Terms.Model.ShouldBeOfType<RuleModel>().Thresholds.RecencyDays.ShouldBe([7, 14, 21, 28]);

        var fitted = Published(Fitted("s1"), ModelRegistry.Of(Options), ordinal: 1);
        var later = fitted.UnderTerms(OtherRules, true, Now, out changed, out rulesChanged);
        (changed, rulesChanged).ShouldBe((false, true));
        later.Terms.ShouldBe(fitted.Terms);
        later.Versions[0].Model.ShouldBeOfType<RuleModel>().Thresholds.RecencyDays.ShouldBe([7, 14, 21, 28]);
    }

    [Fact]
    public void What_is_on_record_gives_the_shelf_back()
    {
        var registry = Published(Fitted("s1"), ModelRegistry.Of(Options), ordinal: 1).With(new Segment("s1", "Regulars", "", ""));

        var restored = ModelRegistry.Restore(
            [.. registry.Versions.Values], registry.Directory.Values, [(0, 0, DateTimeOffset.MinValue), (1, 1, Now)],
            Options with { Window = null }).ShouldNotBeNull();

        restored.Terms.ShouldBe(registry.Terms with { Window = null });
        restored.Versions.Values.ShouldBe(registry.Versions.Values);
        restored.NameOf("s1").ShouldBe("Regulars");
        (restored.NextVersion, restored.NextSegmentNumber).ShouldBe((2, 2));
        ModelRegistry.Restore([], [], [], Options).ShouldBeNull();
    }

    private static ModelRegistry Published(ModelRecord record, ModelRegistry registry, int ordinal) =>
        registry.With(record).With(new Publication(record.Model, ordinal, Now));

    private static ModelRecord Fitted(string id)
    {
        FeatureScale[] plain =
            [new(FeatureScale.RecencyDays, false, 0, 1), new(FeatureScale.Frequency, false, 0, 1), new(FeatureScale.Monetary, false, 0, 1)];
        var model = new CentroidModel(1, [new(id, "Everybody", "", "")], plain, [[0.0, 0, 0]]);
        return new(model, "kmeans", Now, PublishedAt: null, ModelStatus.Candidate, Fit: null);
    }
}
