using CustomerSegmentation.Edge.Dashboard;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Colours of segments.</summary>
public sealed class SegmentColoursTests
{
    [Fact]
    public void The_eleven_of_the_first_day_have_a_colour_each() =>
        RfmSegments.Map.Segments.Select(segment => SegmentColours.ClassOf(segment.Id)).Distinct().Count().ShouldBe(11);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Twelve_fitted_segments_that_follow_one_another_differ(int first) =>
        Enumerable.Range(first, 12).Select(number => SegmentColours.IndexOf($"s{number}")).Order().ShouldBe(Enumerable.Range(0, 12));

    [Theory]
    [InlineData("s")]
    [InlineData("s99999999999999999999")]
    [InlineData("vip")]
    [InlineData("")]
    public void Any_other_id_has_one_of_them(string id) => SegmentColours.IndexOf(id).ShouldBeInRange(0, 11);

    [Fact]
    public void Every_colour_is_in_the_style_sheet_light_and_dark()
    {
        using var stream = typeof(SegmentColours).Assembly.GetManifestResourceStream("dashboard/dashboard.css")!;
        using var reader = new StreamReader(stream);
        var sheet = reader.ReadToEnd();
        for (var i = 0; i < SegmentColours.Count; i++)
        {
            sheet.ShouldContain($"--segment-{i}: #");
            sheet.ShouldContain($".segment-{i} {{ --colour: var(--segment-{i}); }}");
        }
    }
}
