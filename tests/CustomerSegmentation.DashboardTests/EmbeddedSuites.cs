namespace CustomerSegmentation.DashboardTests;

public sealed class EmbeddedCustomerTests(Browser browser, EmbeddedShop shop) : CustomerTests(browser, shop);

public sealed class EmbeddedOverviewTests(Browser browser, EmbeddedShop shop, EmbeddedQuietShop quiet) : OverviewTests(browser, shop, quiet);

public sealed class EmbeddedSegmentsTests(Browser browser, EmbeddedShop shop) : SegmentsTests(browser, shop);

public sealed class EmbeddedSegmentTests(Browser browser, EmbeddedShop shop) : SegmentTests(browser, shop);

public sealed class EmbeddedMigrationTests(Browser browser, EmbeddedShop shop) : MigrationTests(browser, shop);

public sealed class EmbeddedMigrationReportsTests(Browser browser, EmbeddedShop shop, EmbeddedQuietShop quiet) : MigrationReportsTests(browser, shop, quiet);

public sealed class EmbeddedLiveTests(Browser browser, EmbeddedShop shop, EmbeddedKeyedHost keyed) : LiveTests(browser, shop, keyed);

public sealed class EmbeddedSegmentEditTests(Browser browser, EmbeddedKeyedHost keyed) : SegmentEditTests(browser, keyed);

public sealed class EmbeddedRetailShopTests(Browser browser, EmbeddedRetailShop retail) : RetailShopTests(browser, retail);

public sealed class EmbeddedPublishingTests(Browser browser, EmbeddedModelShop shop) : PublishingTests(browser, shop), IClassFixture<EmbeddedModelShop>;

public sealed class EmbeddedModelsTests(Browser browser, EmbeddedFittedShop fitted) : ModelsTests(browser, fitted), IClassFixture<EmbeddedFittedShop>;
