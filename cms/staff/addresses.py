"""The addresses of the pages about the people of an edition."""

from django.urls import path

from cms.staff import invitations, people, unit_tables, unit_tree

_OF_EDITION = "dieu-hanh/<slug:slug>/nhan-su/"
_PERSON = f"{_OF_EDITION}nguoi/<int:number>/"
_UNITS = f"{_OF_EDITION}don-vi/"
_UNIT = f"{_UNITS}<int:number>/"

urlpatterns = [
    path(
        f"{_OF_EDITION}loi-moi/",
        invitations.RoleInvitations.as_view(),
        name="role_invitations",
    ),
    path(f"{_OF_EDITION}loi-moi/gui/", invitations.InvitePerson.as_view(), name="invite_person"),
    path(
        f"{_OF_EDITION}loi-moi/giay/",
        invitations.InviteOnPaper.as_view(),
        name="invite_on_paper",
    ),
    path(
        f"{_OF_EDITION}loi-moi/gui-lai/",
        invitations.SendAgain.as_view(),
        name="send_invitations_again",
    ),
    path(
        f"{_OF_EDITION}loi-moi/in-giay/",
        invitations.PrintSlips.as_view(),
        name="print_invitations",
    ),
    path(
        f"{_OF_EDITION}loi-moi/rut/",
        invitations.WithdrawInvitations.as_view(),
        name="withdraw_invitations",
    ),
    path(f"{_OF_EDITION}quyen/", people.WhoMayDoWhat.as_view(), name="people_of_edition"),
    path(
        f"{_OF_EDITION}quyen.xlsx",
        people.WhoMayDoWhatXlsx.as_view(),
        name="people_of_edition_xlsx",
    ),
    path(
        f"{_OF_EDITION}quyen.pdf",
        people.WhoMayDoWhatPrint.as_view(),
        name="people_of_edition_pdf",
    ),
    path(_PERSON, people.PersonPage.as_view(), name="person_page"),
    path(f"{_PERSON}tat/", people.SwitchPersonOff.as_view(), name="switch_person_off"),
    path(f"{_PERSON}bat/", people.SwitchPersonOn.as_view(), name="switch_person_on"),
    path(_UNITS, unit_tree.UnitTree.as_view(), name="unit_tree"),
    path(f"{_UNITS}don-vi.pdf", unit_tree.UnitTreePrint.as_view(), name="unit_tree_pdf"),
    path(f"{_UNITS}don-vi.xlsx", unit_tree.UnitTreeXlsx.as_view(), name="unit_tree_xlsx"),
    path(f"{_UNITS}go-tay/", unit_tree.TypedUnits.as_view(), name="typed_units"),
    path(f"{_UNITS}go-tay/khop/", unit_tree.MatchUnit.as_view(), name="match_unit"),
    path(f"{_UNITS}go-tay/them/", unit_tree.AddTypedUnit.as_view(), name="add_typed_unit"),
    path(f"{_UNITS}excel/", unit_tables.UnitTables.as_view(), name="unit_tables"),
    path(f"{_UNITS}excel/mau/", unit_tables.UnitsTemplate.as_view(), name="units_template"),
    path(f"{_UNITS}excel/doc/", unit_tables.ReadUnits.as_view(), name="read_units"),
    path(f"{_UNITS}excel/<int:number>/", unit_tables.UnitTable.as_view(), name="unit_table"),
    path(
        f"{_UNITS}excel/<int:number>/them/",
        unit_tables.CarryOutUnits.as_view(),
        name="carry_out_units",
    ),
    path(_UNIT, unit_tree.UnitPage.as_view(), name="unit_page"),
    path(f"{_UNIT}them/", unit_tree.AddUnit.as_view(), name="add_unit"),
    path(f"{_UNIT}doi-ten/", unit_tree.RenameUnit.as_view(), name="rename_unit"),
    path(f"{_UNIT}chuyen/", unit_tree.MoveUnit.as_view(), name="move_unit"),
    path(f"{_UNIT}gop/", unit_tree.MergeUnit.as_view(), name="merge_unit"),
    path(f"{_UNIT}tat/", unit_tree.SwitchUnitOff.as_view(), name="switch_unit_off"),
    path(f"{_UNIT}bat/", unit_tree.SwitchUnitOn.as_view(), name="switch_unit_on"),
    path(f"{_UNIT}dau-moi/", unit_tree.GiveFocalPoint.as_view(), name="give_focal_point"),
    path(f"{_UNIT}thoi-dau-moi/", unit_tree.TakeFocalPoint.as_view(), name="take_focal_point"),
]
