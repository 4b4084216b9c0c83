using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.HostTests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public void Models_publications_and_segments_come_back_as_they_were_kept()
    {
        var segments = new[] { new Segment("s2", "Treue", "It's \"theirs\"", "ä"), new Segment("s1", "New", "", "") };
        FeatureScale[] features =
        [
            new(FeatureScale.RecencyDays, true, 3.9, 1.1), new(FeatureScale.Frequency, true, 1.2, 0.6), new(FeatureScale.Monetary, true, 5.6, 1.4),
        ];
        var fitted = new CentroidModel(1, segments, features, [[0.1, 1.0 / 3, -2], [1, 2, 3]]);
        var rules = new RuleModel(new());
        Writer.Commit(writer =>
        {
            writer.Save(new ModelRecord(fitted, "kmeans", Day(1), PublishedAt: null, ModelStatus.Candidate, Fit: null));
            writer.Save(new ModelRecord(rules, "rules", FittedAt: null, PublishedAt: null, ModelStatus.Published, Fit: null));
            writer.Save(new Publication(fitted, 2, Day(3).AddTicks(1)));
            writer.Save(new Publication(rules, 1, Day(9)));
            foreach (var segment in segments)
            {
                writer.Save(segment);
            }
        });
        Writer.Commit(writer =>
        {
            writer.Save(new Publication(fitted, 1, Day(2))); // the first publication was another, and stays it
            writer.Save(segments[1] with { Name = "Newer" });
        });

        var models = Database.Reader.Models();
        models.Select(model => (model.Model.Version, model.Algorithm, model.FittedAt)).ShouldBe([(0, "rules", null), (1, "kmeans", Day(1))]);
        models[1].Model.ShouldBeOfType<CentroidModel>().ScaledCentroids.ShouldBe(fitted.ScaledCentroids);
        Database.Reader.Publications().ShouldBe([(1, 0, Day(9)), (2, 1, Day(3).AddTicks(1))]);
        Database.Reader.Segments().ShouldBe([segments[1] with { Name = "Newer" }, segments[0]]);
    }

    [Fact]
    public void Settings_and_the_last_fit_are_kept_until_they_are_kept_anew()
    {
        Database.Reader.LastFit().ShouldBeNull();
        Database.Reader.Meta("clock").ShouldBeNull();
        var fit = LastFit.Of(new InvalidDataException("no"), default, Day(1));
        Writer.Commit(writer =>
        {
            writer.SetMeta("clock", "1");
            writer.SetMeta("clock", "2 'ä'");
            writer.Save(fit with { Reason = "first" });
            writer.Save(fit);
        });

        Database.Reader.Meta("clock").ShouldBe("2 'ä'");
        Database.Reader.LastFit().ShouldBe(fit);
    }
}
